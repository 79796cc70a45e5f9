"""What is said in confidence, and whether a text gives it away: names of clients and projects in
any guise, figures and days that are not out yet, personal data."""

from merkwerk.engine.confidences.compiled import Confidences
from merkwerk.engine.confidences.figures import can_be_found
from merkwerk.engine.confidences.personal import personal_data
from merkwerk.engine.confidences.values import Confidence, Finding, Kind

__all__ = ["Confidence", "Confidences", "Finding", "Kind", "can_be_found", "personal_data"]
