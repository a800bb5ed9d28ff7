-- One row: the edition the build compared with is still the one a publication must be compared with.
select previous_recorded, previous_newest, previous_recorded is not distinct from previous_newest as holds
from run
