"""The taxonomy as the API shows it."""

from pydantic import Field

from saldo.core.schemas import Output


class Category(Output):
    """One category."""

    detailed: str = Field(description="Code", examples=["FOOD_AND_DRINK_COFFEE"])
    label: str = Field(description="In plain words", examples=["Coffee"])
    description: str = Field(description="What belongs here", examples=["Cafes and coffee shops"])


class CategoryGroup(Output):
    """A primary category and what it is made of."""

    primary: str = Field(description="Code", examples=["FOOD_AND_DRINK"])
    label: str = Field(description="In plain words", examples=["Food and drink"])
    children: list[Category]


class CategoryGroups(Output):
    """The whole taxonomy."""

    data: list[CategoryGroup]
