"""Industries of the sample zone: GB/T 4754-2017 classes, and how much research each kind of enterprise does."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sector:
    name: str
    share: float
    codes: str
    rd_intensity: float  # typical R&D expense to revenue of those who do research
    researchers: float  # typical share of staff in R&D and technical posts
    makes_goods: bool


SECTORS = [
    Sector("electronics", 0.42,
           "C3911 C3912 C3919 C3921 C3922 C3951 C3961 C3962 C3963 C3969 C3972 C3973 C3974 C3975 C3976 C3979 C3981 "
           "C3982 C3983 C3989", 0.055, 0.26, True),
    Sector("software", 0.22, "I6511 I6512 I6513 I6520 I6531 I6532 I6540 I6550 I6560", 0.13, 0.55, False),
    Sector("equipment", 0.18, "C3525 C3562 C3569 C3581 C3591 C3821 C3823 C3824 C3825 C3841 C3871 C3872",
           0.048, 0.22, True),
    Sector("materials", 0.10, "C2614 C2641 C2651 C2661 C2669 C2921 C2922 C2929", 0.038, 0.18, True),
    Sector("services", 0.08, "M7320 M7340 M7452 M7461 M7491", 0.11, 0.50, False),
]  # fmt: skip
