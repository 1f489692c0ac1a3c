"""Whether every total can be met, and where not, which rows and columns stand in the way."""

from collections.abc import Sequence

from kkr.apportion.biproportional.core import Core, Grid
from kkr.apportion.values import Infeasible

FEW = 6  # rows and columns that a sentence can name and still be read
TRIED = 50  # rows that a short sentence is sought from
Side = tuple[str, tuple[int, ...], int]  # row or column, their numbers, their seats


def obstacle(core: Core, below_quorum: Sequence[int] = ()) -> Infeasible | None:
    """Return why no division meets all totals, or None where one does.

    By Hall's theorem in the form of Gale (1957): some rows need more than the columns in which they
    have weight can give. The set comes from a flow that cannot be made larger (Ford and Fulkerson).
    """
    return _unequal(core) or _plain(core, below_quorum) or _Flow(core).obstacle()


def _unequal(core: Core) -> Infeasible | None:
    kept = sum(map(sum, core.fixed))
    rows, cols = sum(core.row_totals) + kept, sum(core.col_totals) + kept
    if rows == cols:
        return None
    text = f"the rows need {_seats(rows)}, the columns have {cols}"
    return Infeasible(text, need=rows, room=cols)


def _plain(core: Core, below_quorum: Sequence[int]) -> Infeasible | None:
    """Return what a single row or column shows by itself."""
    turned = [list(column) for column in zip(*core.weights, strict=True)]
    least = [sum(column) for column in zip(*core.lower, strict=True)]
    kept = [sum(column) for column in zip(*core.fixed, strict=True)]
    for j, total in enumerate(core.col_totals):
        found = _short(core, "column", j, (total, least[j], kept[j])) or _empty(
            "column", j, total, turned[j]
        )
        if found:
            return found
    for i, total in enumerate(core.row_totals):
        if i in below_quorum and total > 0:
            text = f"row {i + 1} is below the quorum but has {_seats(total)}"
            return Infeasible(text, rows=(i + 1,), need=total, room=0)
        found = _short(core, "row", i, (total, sum(core.lower[i]), sum(core.fixed[i])))
        if found:
            return found
    return None


def _empty(noun: str, place: int, total: int, weights: list[int]) -> Infeasible | None:
    if any(weights) or not total:
        return None
    return _about(noun, place, f"has no votes but {_seats(total)}", total, 0)


def _short(core: Core, noun: str, place: int, sums: tuple[int, int, int]) -> Infeasible | None:
    total, least, kept = sums
    if least <= total:
        return None
    need, room = least + kept, total + kept
    why = "by the minimums of its cells"
    if core.back == 2 and max(map(max, core.lower)) == 1:
        why = "because Adams gives one to every cell with votes"
    return _about(
        noun, place, f"must have at least {_seats(need)} {why}, but has {room}", need, room
    )


def _about(noun: str, place: int, text: str, need: int, room: int) -> Infeasible:
    rows, cols = ((place + 1,), ()) if noun == "row" else ((), (place + 1,))
    return Infeasible(f"{noun} {place + 1} {text}", rows, cols, need, room)


class _Flow:
    """Places beyond the minimums, sent from rows to the columns in which they have weight."""

    def __init__(self, core: Core) -> None:
        self.reach = [[j for j, w in enumerate(row) if w] for row in core.weights]
        self.minimums = any(map(any, core.lower))
        least = [sum(column) for column in zip(*core.lower, strict=True)]
        self.supply = [t - sum(b) for t, b in zip(core.row_totals, core.lower, strict=True)]
        self.demand = [t - b for t, b in zip(core.col_totals, least, strict=True)]
        self.left, self.room = [*self.supply], [*self.demand]
        self.sent: Grid = [[0] * len(core.col_totals) for _ in core.row_totals]

    def obstacle(self) -> Infeasible | None:
        self._fill()
        for i in range(len(self.left)):
            while self.left[i] and self._augment(i):
                pass
        if not any(self.left):
            return None
        return self._told()

    def _fill(self) -> None:
        for i, row in enumerate(self.reach):
            for j in sorted(row, key=lambda j: -self.room[j]):
                places = min(self.left[i], self.room[j])
                self._send(i, j, places)
                self._spend(i, j, places)

    def _send(self, i: int, j: int, places: int) -> None:
        self.sent[i][j] += places

    def _spend(self, i: int, j: int, places: int) -> None:
        self.left[i] -= places
        self.room[j] -= places

    def _augment(self, start: int) -> bool:
        came, rows = self._search([start])
        end = next((j for j in came if self.room[j]), None)
        if end is None:
            return False
        path = [(came[end], end)]
        while path[-1][0] != start:
            j = rows[path[-1][0]]
            path.append((came[j], j))
        self._shift(path, [(i, rows[i]) for i, _ in path[:-1]])
        return True

    def _shift(self, path: list[tuple[int, int]], back: list[tuple[int, int]]) -> None:
        start, end = path[-1][0], path[0][1]
        places = min(self.left[start], self.room[end], *(self.sent[i][j] for i, j in back))
        for i, j in path:
            self._send(i, j, places)
        for i, j in back:
            self._send(i, j, -places)
        self._spend(start, end, places)

    def _search(self, starts: list[int]) -> tuple[dict[int, int], dict[int, int]]:
        """Return, for each column and row in reach, the row and column before it."""
        came: dict[int, int] = {}
        rows = dict.fromkeys(starts, -1)
        queue = [*starts]
        for i in queue:
            for j in self.reach[i]:
                if j not in came:
                    came[j] = i
                    new = [k for k, sent in enumerate(self.sent) if sent[j] and k not in rows]
                    rows.update(dict.fromkeys(new, j))
                    queue += new
        return came, rows

    def _told(self) -> Infeasible:
        """Choose the sentence that names rows and columns and few of them.

        What a row with places left can reach is full, and full of the rows in reach alone.
        """
        stuck = [i for i, left in enumerate(self.left) if left][:TRIED]
        found = [self._search([i]) for i in stuck]
        sets = [(set(rows), set(came)) for came, rows in found] + [self._widest()]
        told = [(self._sentence(*both), 0) for both in sets]
        told += [(self._turned(*both), 1) for both in sets]
        return min(told, key=_length)[0]

    def _widest(self) -> tuple[set[int], set[int]]:
        """Return the rows and columns that no free place can be reached from."""
        cols = {j for j, room in enumerate(self.room) if room}
        rows: set[int] = set()
        grown = True
        while grown:
            more = {i for i, row in enumerate(self.reach) if not cols.isdisjoint(row)} - rows
            rows |= more
            through = {j for i in more for j, sent in enumerate(self.sent[i]) if sent}
            grown = bool(more or through - cols)
            cols |= through
        every = range(len(self.supply)), range(len(self.demand))
        return set(every[0]) - rows, set(every[1]) - cols

    def _sentence(self, rows: set[int], cols: set[int]) -> Infeasible:
        need, room = (sum(self.supply[i] for i in rows), sum(self.demand[j] for j in cols))
        names = tuple(sorted(i + 1 for i in rows)), tuple(sorted(j + 1 for j in cols))
        text = self._text(("row", names[0], need), ("column", names[1], room))
        return Infeasible(text, *names, need, room)

    def _turned(self, rows: set[int], cols: set[int]) -> Infeasible:
        """Tell the same from the other columns, which only the other rows can serve."""
        rows, cols = set(range(len(self.supply))) - rows, set(range(len(self.demand))) - cols
        found = self._sentence(rows, cols)
        need, room = found.room or 0, found.need or 0
        text = self._text(("column", found.cols, need), ("row", found.rows, room))
        return Infeasible(text, found.rows, found.cols, need, room)

    def _text(self, needy: Side, giving: Side) -> str:
        """Say what one side needs and the other has."""
        noun, names, need = needy
        if not giving[1]:
            return f"{_named(noun, names)} {_has(names)} no votes but {_seats(need)}"
        beyond = "beyond the minimums of the cells, " if self.minimums else ""
        text = f"{_named(noun, names)} need{'s' * (len(names) == 1)} {_seats(need)}"
        return f"{beyond}{text}, {_named(*giving[:2])} {_has(giving[1])} {giving[2]}"


def _length(told: tuple[Infeasible, int]) -> tuple[int, int, bool, int]:
    reason, turned = told
    size = len(reason.rows) + len(reason.cols)
    return (size if size > FEW else 0), turned, not reason.cols, size


def _has(names: tuple[int, ...]) -> str:
    return "has" if len(names) == 1 else "have"


def _seats(count: int) -> str:
    return f"{count} seat" if count == 1 else f"{count} seats"


def _named(noun: str, places: tuple[int, ...]) -> str:
    return f"{noun}{'s' * (len(places) != 1)} {','.join(map(str, places))}"
