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
