-- One row: the edition before verifies, hash by hash (also true when there is none).
select previous_newest, previous_is_intact as holds
from run
