-- One row: the day the warehouse was built for is the day that is to be published.
select as_of_date, candidate_as_of_date, candidate_as_of_date = as_of_date as holds
from run
