"""Categories as the API shows them and takes them."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Self
from uuid import UUID

from categorizer_contract import PRIMARIES
from pydantic import Field, StringConstraints, model_validator

from saldo.categories.counting import Usage
from saldo.core.schemas import Input, Output
from saldo.corrections.schemas import Money, sums_of
from saldo.taxonomy.catalogue import Catalogue, Category, Group
from saldo.taxonomy.icons import Icon

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
Color = Annotated[int, Field(ge=1, le=12, description="One of the twelve colours of the page")]
Code = Annotated[str, StringConstraints(min_length=1, max_length=100)]


class UsageShown(Output):
    """What is filed under a category."""

    transactions: int = Field(description="Parts of divided transactions count one by one")
    sums: list[Money] = Field(description="All of them together; positive is money in")
    lessons: int = Field(description="Merchants whose transactions go here")
    rules: int = Field(description="Rules that say so")

    @classmethod
    def of(cls, usage: Usage) -> Self:
        return cls(
            transactions=usage.transactions,
            sums=sums_of(usage.sums.items()),
            lessons=usage.lessons,
            rules=usage.rules,
        )


class CategoryShown(Output):
    """One category."""

    detailed: str = Field(description="Code; own ones begin with own_", examples=["FOOD_AND_DRINK_COFFEE"])
    primary: str = Field(description="Code of the primary it stands under", examples=["FOOD_AND_DRINK"])
    label: str = Field(description="In plain words", examples=["Coffee"])
    description: str = Field(description="What belongs here", examples=["Cafes and coffee shops"])
    color: int | None = Field(description="1 to 12, of a fixed set; null: as its primary has in the page")
    icon: Icon | None = Field(description="Null: none was chosen")
    is_own: bool = Field(description="Made by people of this workspace")
    is_hidden: bool = Field(description="Not offered; what is filed here stays")
    built_in_label: str | None = Field(description="What Saldo calls it; null for an own one")
    usage: UsageShown | None = Field(description="With `counts=true`")

    @classmethod
    def of(cls, category: Category, usage: Usage | None) -> Self:
        told = {name: value for name, value in vars(category).items() if name in cls.model_fields}
        shown = UsageShown.of(usage) if usage else None
        return cls(**told, is_own=category.built_in_label is None, usage=shown)


class CategoryGroup(Output):
    """A primary category and what it is made of."""

    primary: str = Field(description="Code", examples=["FOOD_AND_DRINK"])
    label: str = Field(description="In plain words", examples=["Food and drink"])
    color: int | None = Field(description="1 to 12, of a fixed set; null: as the page has it")
    icon: Icon | None = Field(description="Null: none was chosen")
    built_in_label: str = Field(description="What Saldo calls it")
    usage: UsageShown | None = Field(description="Of all its categories, with `counts=true`")
    children: list[CategoryShown]


class CategoryGroups(Output):
    """All categories of the workspace."""

    data: list[CategoryGroup]

    @classmethod
    def of(cls, categories: Catalogue, usages: Mapping[str, Usage] | None) -> Self:
        return cls(data=[_group(group, children, usages) for group, children in categories.groups()])


def _group(group: Group, children: Sequence[Category], usages: Mapping[str, Usage] | None) -> CategoryGroup:
    uses = [usages.get(each.detailed, Usage()) if usages is not None else None for each in children]
    counted = [each for each in uses if each is not None]
    return CategoryGroup(
        **vars(group),
        usage=UsageShown.of(Usage.together(counted)) if usages is not None else None,
        children=[CategoryShown.of(each, usage) for each, usage in zip(children, uses, strict=True)],
    )


class CategoryLook(Output):
    """How a category, or a primary, is called and looks from now on."""

    code: str
    label: str
    color: int | None
    icon: Icon | None
    is_hidden: bool

    @classmethod
    def of(cls, categories: Catalogue, code: str) -> Self:
        if code in PRIMARIES:
            group = categories.group(code)
            return cls(code=code, label=group.label, color=group.color, icon=group.icon, is_hidden=False)
        told = {name: value for name, value in vars(categories.get(code)).items() if name in cls.model_fields}
        return cls(code=code, **told)


class CategoryDraft(Input):
    """A category to add."""

    primary: Code = Field(description="The primary it stands under", examples=["FOOD_AND_DRINK"])
    name: Name = Field(examples=["Office lunches"])
    color: Color | None = None
    icon: Icon | None = None


class CategoryChange(Input):
    """What to change; null for name, colour or icon means: as Saldo has it."""

    name: Name | None = Field(None, description="An own category keeps a name of its own")
    color: Color | None = None
    icon: Icon | None = None
    is_hidden: bool | None = Field(None, description="Do not offer it any more")
    primary: Code | None = Field(
        None, description="Only an own one moves, with all that is filed there", examples=["TRAVEL"]
    )

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.model_fields_set:
            msg = "Give at least one field to change."
            raise ValueError(msg)
        for name in ("is_hidden", "primary"):
            if name in self.model_fields_set and getattr(self, name) is None:
                msg = f"`{name}` may be left out, but not be null."
                raise ValueError(msg)
        return self


class CategoryMerge(Input):
    """Categories that are one and the same."""

    codes: list[Code] = Field(
        description="Own ones that become part of the other", min_length=1, max_length=50
    )
    into: Code = Field(description="The one they become part of")


class CategoriesMoved(Output):
    """What went elsewhere with a category that is gone."""

    revision_id: UUID = Field(description="For POST /api/revisions/{id}/revert")
    transactions: int
    lessons: int = Field(description="Merchants whose category is another now")
    rules: int = Field(description="Rules that say the other category now")
