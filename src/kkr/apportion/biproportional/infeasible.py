"""Why there is no division: which rows and columns need more than there is.

Besides totals that do not match, the only reason is Hall's (Hall 1935; Gale 1957; for
biproportional apportionment Balinski and Demange 1989): some rows have votes only in columns that
have too few places for them all, or some columns only in rows. Rows and columns are lines here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from kkr.apportion.biproportional.problem import BiproportionalProblem
from kkr.apportion.bounds import seats_text
from kkr.apportion.problem import Weight
from kkr.apportion.values import Infeasible

FEW = 6  # rows and columns that a sentence can name and still be read
TRIED = 50  # rows that a short sentence is sought from
Named = tuple[str, tuple[int, ...], int]  # row or column, their numbers, their places


@dataclass(frozen=True)
class Side:
    """Rows (or columns): their weights, the places of each and those that are minimums of cells."""

    name: str
    lines: Sequence[Sequence[Weight]]
    totals: Sequence[int]
    minimums: Sequence[int]

    @cached_property
    def free(self) -> list[int]:
        """The places left to give beyond the minimums."""
        return [own - low for own, low in zip(self.totals, self.minimums, strict=True)]


def sides_of(problem: BiproportionalProblem) -> tuple[Side, Side]:
    """Return the rows and the columns."""
    weights, lows = problem.counted_weights(), problem.least_places()
    down = list(zip(*weights, strict=True)) or [()] * len(problem.cols)
    sums = list(map(sum, zip(*lows, strict=True))) or [0] * len(problem.cols)
    return (
        Side("row", weights, problem.row_totals, list(map(sum, lows))),
        Side("column", down, problem.col_totals, sums),
    )


def contradiction(rows: Side, cols: Side, problem: BiproportionalProblem) -> Infeasible | None:
    """Return what is wrong at first sight: sums that differ, high minimums, a line without votes."""
    need, room = sum(rows.totals), sum(cols.totals)
    if need != room:
        text = f"the rows need {seats_text(need)}, the columns have {room}"
        return Infeasible(text, need=need, room=room, reason="totals_differ")
    for place in problem.rows_below_quorum():
        if problem.row_totals[place]:
            text = f"is below the quorum but has {seats_text(problem.row_totals[place])}"
            return _told(rows, place, text, (problem.row_totals[place], 0), "row_below_quorum")
    return _too_high(rows, problem) or _too_high(cols, problem) or _empty(cols, rows)


def _too_high(side: Side, problem: BiproportionalProblem) -> Infeasible | None:
    why, reason = "by the minimums of its cells", "minimums_too_high"
    if problem.method == "adams" and problem.cell_lower is None:
        why, reason = "because Adams gives one to every cell with votes", "adams_needs_more"
    for place, (total, low) in enumerate(zip(side.totals, side.minimums, strict=True)):
        if low > total:
            text = f"must have at least {seats_text(low)} {why}, but has {total}"
            return _told(side, place, text, (low, total), reason)
    return None


def _empty(cols: Side, rows: Side) -> Infeasible | None:
    for place, (free, line) in enumerate(zip(cols.free, cols.lines, strict=True)):
        if free and not any(line):
            text = f"has no votes but {seats_text(cols.totals[place])}"
            if cols.minimums[place]:
                text += f", {cols.minimums[place]} of them by minimums"
            return _told(cols, place, text, (free, 0), "no_votes")
    pairs = zip(rows.free, rows.lines, strict=True)
    return obstacle(rows, cols) if any(free and not any(line) for free, line in pairs) else None


def _told(
    side: Side, place: int, text: str, need_and_room: tuple[int, int], reason: str
) -> Infeasible:
    own, other = ((place + 1,), ()) if side.name == "row" else ((), (place + 1,))
    text = f"{side.name} {place + 1} {text}"
    return Infeasible(text, own, other, *need_and_room, reason)


def obstacle(rows: Side, cols: Side) -> Infeasible | None:
    """Return which rows and columns stand in the way, or None where every total can be met."""
    return _Flow(rows, cols).obstacle()


class _Flow:
    """Places beyond the minimums, sent from rows to the columns in which they have weight."""

    def __init__(self, rows: Side, cols: Side) -> None:
        self.reach = [[j for j, weight in enumerate(line) if weight] for line in rows.lines]
        self.minimums = any(rows.minimums)
        self.supply, self.demand = rows.free, cols.free
        self.left, self.room = [*self.supply], [*self.demand]
        self.sent = [[0] * len(self.demand) for _ in self.supply]

    def obstacle(self) -> Infeasible | None:
        """Send all there is, and tell what cannot be sent."""
        self._fill()
        for i in range(len(self.left)):
            while self.left[i] and self._augment(i):
                pass
        return self._told() if any(self.left) else None

    def _fill(self) -> None:
        for i, row in enumerate(self.reach):
            for j in sorted(row, key=lambda j: -self.room[j]):
                places = min(self.left[i], self.room[j])
                self.sent[i][j] += places
                self._spend(i, j, places)

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
            self.sent[i][j] += places
        for i, j in back:
            self.sent[i][j] -= places
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
        return self._reason(("row", names[0], need), ("column", names[1], room), names)

    def _turned(self, rows: set[int], cols: set[int]) -> Infeasible:
        """Tell the same from the other columns, which only the other rows can serve."""
        rows, cols = set(range(len(self.supply))) - rows, set(range(len(self.demand))) - cols
        found = self._sentence(rows, cols)
        needy, giving = (
            ("column", found.cols, found.room or 0),
            ("row", found.rows, found.need or 0),
        )
        return self._reason(needy, giving, (found.rows, found.cols))

    def _reason(
        self, needy: Named, giving: Named, places: tuple[tuple[int, ...], tuple[int, ...]]
    ) -> Infeasible:
        """Say what one side needs and the other has."""
        noun, names, need = needy
        if not giving[1]:
            text = f"{_named(noun, names)} {_has(names)} no votes but {seats_text(need)}"
            return Infeasible(text, *places, need, giving[2], "no_votes")
        beyond = "beyond the minimums of the cells, " if self.minimums else ""
        needs = f"{_named(noun, names)} need{'s' * (len(names) == 1)} {seats_text(need)}"
        text = f"{beyond}{needs}, {_named(*giving[:2])} {_has(giving[1])} {giving[2]}"
        reason = f"{noun}s_need" + ("_beyond" if beyond else "")
        return Infeasible(text, *places, need, giving[2], reason)


def _length(told: tuple[Infeasible, int]) -> tuple[int, int, bool, int]:
    reason, turned = told
    size = len(reason.rows) + len(reason.cols)
    return (size if size > FEW else 0), turned, not reason.cols, size


def _has(names: tuple[int, ...]) -> str:
    return "has" if len(names) == 1 else "have"


def _named(noun: str, places: tuple[int, ...]) -> str:
    return f"{noun}{'s' * (len(places) != 1)} {','.join(map(str, places))}"
