"""What the writing room keeps."""

from merkwerk.writing.models.confidences import Confidence, Probing, Touch
from merkwerk.writing.models.drafts import Decision, Draft, Picture, Reference, Version, Wishes
from merkwerk.writing.models.requests import Request
from merkwerk.writing.models.showing import Showing
from merkwerk.writing.models.ways import BroughtPicture, Key, ShortLink, WritingAddress, WritingBox

__all__ = [
    "BroughtPicture",
    "Confidence",
    "Decision",
    "Draft",
    "Key",
    "Picture",
    "Probing",
    "Reference",
    "Request",
    "ShortLink",
    "Showing",
    "Touch",
    "Version",
    "Wishes",
    "WritingAddress",
    "WritingBox",
]
