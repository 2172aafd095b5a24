"""Knows what the answers look like, for OpenAPI: the routes build plain data, and tests hold them to these models."""

from pydantic import BaseModel, ConfigDict, Field


class View(BaseModel):
    """A part of an answer."""

    model_config = ConfigDict(extra="forbid")


class FaultView(View):
    path: str = Field(examples=["$.findings[0].category"])
    message: str
    type: str


class ProblemView(BaseModel):
    """RFC 9457; further members carry the facts that help to do better, such as `allowed` or `version`."""

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={
            "examples": [
                {
                    "type": "urn:xiaohao:problem:wrong-state",
                    "title": "Conflict",
                    "status": 409,
                    "detail": "问题现为“已销号”,不能执行“签收” / accept is not allowed in state closed",
                    "faults": [],
                    "state": "closed",
                    "allowed": ["reopen"],
                }
            ]
        },
    )

    type: str
    title: str
    status: int
    detail: str
    faults: list[FaultView]
