"""Read policies, and judge whether each can be applied: each problem is one sentence, key, what is allowed."""

from pathlib import Path

from innopoints.passports.condition_checks import Known, entry_problems
from innopoints.passports.grant_checks import grant_problems
from innopoints.passports.policy import Policy
from innopoints.passports.rule_file_checks import read_rule_files


def read_policies(folder: Path, known: Known) -> dict[Path, Policy]:
    """Every policy of `folder`, checked. Raises Refused naming file, key and what is allowed."""
    return read_rule_files(folder, Policy, policy_problems, known)


def policy_problems(policy: Policy, known: Known) -> list[str]:
    """Everything that does not add up, in the order of the file; empty when the policy is sound."""
    return [*entry_problems(policy, known), *grant_problems(policy.grant, known.measures, known.schemes)]
