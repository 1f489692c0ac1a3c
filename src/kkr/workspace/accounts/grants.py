"""What somebody may do, since when and by whose hand, for those who may know."""

from typing import Any

from kkr.accounts.models import User
from kkr.council.models import RoleGrant
from kkr.workspace.people import names_of


def roles_of(person: User, viewer: Any) -> list[dict[str, Any]]:
    """Each role they have or had, the newest first, with who gave it and who took it back."""
    seen = RoleGrant.objects.visible_to(viewer).filter(user=person)
    running = set(seen.running_now().values_list("pk", flat=True))
    grants = list(seen.with_ends().order_by("-granted_at", "-pk"))
    names = names_of({key for each in grants for key in (each.granted_by, each.revoked_by) if key})
    return [
        {
            "grant": each,
            "given_by": names[each.granted_by],
            "taken_by": names.get(each.revoked_by, ""),
            "is_running": each.pk in running,
            "may_take": each.pk in running and viewer.has_perm("council.revoke_role", each),
        }
        for each in grants
    ]
