"""A ring on which each member supplies the next: all ``2**n`` complaint profiles."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product


@dataclass(frozen=True)
class Ring:
    members: int
    gain: Fraction
    value: Fraction
    false_alarm: Fraction
    detection: Fraction

    def transfers(self, complaints: tuple[bool, ...], fine: Fraction) -> list[Fraction]:
        """Net receipts of all; ``complaints[j]`` is filed by ``j + 1`` about ``j``."""
        n = self.members
        fee = fine / (n - 1)
        net = [Fraction(0)] * n
        for accused in range(n):
            if not complaints[accused]:
                continue
            complainant = (accused + 1) % n
            net[accused] -= fine
            for other in range(n):
                if other != accused:
                    net[other] += fine / (n - 1)
            net[complainant] -= fee
            for outsider in range(n):
                if outsider not in (accused, complainant):
                    net[outsider] += fee / (n - 2)
        return net

    def expected_net(self, fine: Fraction, shirker: int | None) -> Fraction:
        total = Fraction(0)
        for complaints in product((False, True), repeat=self.members):
            chance = Fraction(1)
            for j, complaint in enumerate(complaints):
                rate = self.detection if j == shirker else self.false_alarm
                chance *= rate if complaint else 1 - rate
            total += chance * self.transfers(complaints, fine)[0]
        return total

    def fine_works(self, beta: Fraction, fine: Fraction) -> bool:
        worth = (self.value + beta * self.expected_net(fine, None)) / (1 - beta)
        loss = beta * (self.expected_net(fine, None) - self.expected_net(fine, 0))
        return loss >= self.gain and fine <= worth

    def sustained(self, beta: Fraction) -> bool:
        loss = beta * (self.expected_net(Fraction(1), None) - self.expected_net(Fraction(1), 0))
        return loss > 0 and self.fine_works(beta, self.gain / loss)
