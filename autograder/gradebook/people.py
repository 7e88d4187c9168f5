"""The class as nbgrader's database knows it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """One student; what is not known is empty.

    Attributes:
        student: the id, the name of the folder in `submitted/`.
        first_name: given names.
        last_name: family name.
        email: the address.
        lms_user_id: the number that the LMS has for the student, Canvas's `ID`.
    """

    student: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_user_id: str = ""

    @property
    def name(self) -> str:
        """`Doe, Ann`; "" if no more is known than the id."""
        known = (self.last_name, self.first_name)
        # A student of whom nothing is known is called by the id in nbgrader's database.
        return ", ".join(each for each in known if each and each != self.student)
