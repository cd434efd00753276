"""The two answers, folded in Python from events in the order in which they were recorded."""
import collections


def readings(events, day):
    """The facts as they read after corrections and retractions, in the order of the story."""
    facts, corrections, retracted = {}, [], set()
    for event in events:
        kind, data = event["type"], event["data"]
        if kind == "EventCorrected": corrections.append((event["seq"], data["target"], data["replacement"]))
        elif kind == "EventRetracted": retracted.add(data["target"])
        elif kind != "ParticipationRecorded": facts[event["seq"]] = (event["validFrom"], event["seq"], kind, data)
    for seq, target, reading in corrections:
        if seq not in retracted and target in facts:
            facts[target] = (reading["validFrom"], target, facts[target][2], reading)
    return sorted((fact for seq, fact in facts.items() if seq not in retracted and fact[0] <= day),
                  key=lambda fact: fact[:2])


class School:
    def __init__(self, la): self.la, self.strands = la, set()


def answers(events, day):
    """Rows (question, key, figure, figure) at the end of `day`. There are no closures or splits here."""
    story = readings(events, day)
    old = {data["newUrn"]: data["oldUrn"] for _, _, kind, data in story if kind == "SchoolUrnSucceeded"}
    schools, spend = {}, {}

    def find(urn):
        while urn not in schools: urn = old[urn]
        return schools[urn]

    for _, _, kind, data in story:
        if kind == "SchoolRegistered": schools[data["urn"]] = School(data["la"])
        elif kind == "SchoolMovedLocalAuthority": find(data["urn"]).la = data["la"]
        elif kind == "SchoolUrnSucceeded": schools[data["newUrn"]] = find(data["oldUrn"])
        elif kind == "SchoolsMerged":
            for gone in map(find, data["absorbed"]):
                find(data["survivor"]).strands |= gone.strands
                gone.strands = set()
        elif kind == "StrandEnrolled": find(data["urn"]).strands.add(data["strand"])
        elif kind == "StrandEnrolmentEnded": find(data["urn"]).strands.discard(data["strand"])
        elif kind == "SchoolWithdrew": find(data["urn"]).strands.clear()
        elif kind == "StrandSucceeded":
            for school in schools.values():
                if school.strands & set(data["old"]): school.strands = school.strands - set(data["old"]) | {data["new"]}
        elif kind == "SpendRecorded": spend[data["spend"]] = (data.get("strand", "shared"), data["amountPence"])
        elif kind == "SpendReversed": del spend[data["spend"]]
    return rows({id(school): school for school in schools.values()}.values(), spend.values())


def rows(schools, spend):
    by_la, by_strand, pence = collections.Counter(), collections.Counter(), collections.Counter()
    engaged = collections.Counter(school.la for school in schools if school.strands)
    for school in schools:
        by_la[school.la] += len(school.strands)
        by_strand.update(school.strands)
    for strand, amount in spend: pence[strand] += amount
    return ([("la", la, engaged[la], by_la[la]) for la in engaged]
            + [("strand", strand, points, points) for strand, points in by_strand.items()]
            + [("spend", strand, amount, 0) for strand, amount in pence.items()])
