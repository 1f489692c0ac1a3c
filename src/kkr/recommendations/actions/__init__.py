"""What can be done with recommendations. Sending out, closing and replying are acts of `rounds`."""

from kkr.recommendations.actions.drafting import change_recommendation, seen_as
from kkr.recommendations.actions.recommending import RuleFacts, recommend
from kkr.recommendations.actions.recounting import recount

__all__ = ["RuleFacts", "change_recommendation", "recommend", "recount", "seen_as"]
