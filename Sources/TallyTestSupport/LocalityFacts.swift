package import Events

// What a locality says of itself, with defaults for whatever a test is not about: one locality, the
// local authority 391.

package func partnershipConstituted(
    _ partnership: Slug = "pp", name: String = "Partnership", las: [LACode] = ["391"],
    from: Day = "2021-09-01"
) -> Told {
    Told(
        PartnershipConstituted(las: las, name: name, partnership: partnership), from: from)
}

package func clusterFormed(
    _ cluster: Slug = "west", _ urns: [URN] = ["900001"], of locality: Body = "la:391",
    kind: ClusterFormed.Kind = .cluster, in programme: Slug? = nil, from: Day = "2022-09-01"
) -> Told {
    Told(
        ClusterFormed(
            cluster: cluster, kind: kind, locality: locality, name: "Cluster \(cluster)",
            programme: programme, urns: urns),
        from: from)
}

package func lensChosen(
    _ lens: Slug = "exclusion", of locality: Body = "la:391", in programme: Slug? = nil,
    from: Day = "2022-01-01"
) -> Told {
    Told(LensChosen(lens: lens, locality: locality, programme: programme), from: from)
}

package func definitionAgreed(
    _ definition: String = "Absent for half a term", lens: Slug = "exclusion",
    of locality: Body = "la:391", from: Day = "2022-02-01"
) -> Told {
    Told(
        VulnerabilityDefinitionAgreed(definition: definition, lens: lens, locality: locality),
        from: from)
}

package func cycleStarted(
    _ cycle: Slug = "c1", cohort: Int = 24, lens: Slug = "exclusion", of locality: Body = "la:391",
    from: Day = "2022-09-01"
) -> Told {
    Told(
        CaseCycleStarted(
            agencies: ["youth-justice"], cohortSize: cohort, cycle: cycle, lens: lens,
            locality: locality),
        from: from)
}

package func cycleCompleted(
    _ cycle: Slug = "c1", cohort: Int = 22, of locality: Body = "la:391", from: Day = "2023-03-01"
) -> Told {
    Told(
        CaseCycleCompleted(
            agencies: ["youth-justice"], cohortSize: cohort, cycle: cycle, locality: locality),
        from: from)
}

package func lessonAdopted(
    _ lesson: Slug = "one-plan", cycle: Slug? = nil, of locality: Body = "la:391",
    from: Day = "2023-04-01"
) -> Told {
    Told(
        LessonAdopted(
            cycle: cycle, lesson: lesson, locality: locality, summary: "One plan each"),
        from: from)
}

package func practiceChanged(
    _ practice: Slug = "plans", lesson: Slug? = nil, of locality: Body = "la:391",
    from: Day = "2023-09-01"
) -> Told {
    Told(
        PracticeChanged(
            lesson: lesson, locality: locality, practice: practice, summary: "Plans are shared"),
        from: from)
}

package func roleCreated(
    _ role: Slug = "link-worker", posts: Int = 6, of locality: Body = "la:391",
    from: Day = "2023-09-01"
) -> Told {
    Told(
        RoleCreated(locality: locality, posts: posts, role: role, title: "Link worker"), from: from)
}

package func adoptedElsewhere(
    _ practice: Slug = "plans", by adopter: Body = "la:390", of locality: Body = "la:391",
    from: Day = "2024-09-01"
) -> Told {
    Told(
        PracticeAdoptedElsewhere(adopter: adopter, locality: locality, practice: practice),
        from: from)
}

package func peerReviewed(
    _ review: Slug = "r1", _ urns: [URN] = ["900001"], cluster: Slug? = nil,
    of locality: Body = "la:391", from: Day = "2023-03-01"
) -> Told {
    Told(
        PeerReviewCompleted(cluster: cluster, locality: locality, review: review, urns: urns),
        from: from)
}

package func selfEvaluated(
    _ urn: URN = "900001", _ version: Label = .number(1), for locality: Body = "la:391",
    in programme: Slug? = nil, from: Day = "2023-03-01"
) -> Told {
    Told(
        SelfEvaluationSubmitted(
            locality: locality, programme: programme, urn: urn, version: version),
        from: from)
}

package func schoolReported(
    _ urn: URN = "900001", _ version: Label = .number(1), of locality: Body = "la:391",
    from: Day = "2023-06-01"
) -> Told {
    Told(
        SchoolReportPublished(
            locality: locality, qualityAssurer: "partner:university", urn: urn, version: version),
        from: from)
}

package func frameworkAdopted(
    _ framework: Slug = "inclusion", _ urns: [URN] = ["900001"], of locality: Body = "la:391",
    from: Day = "2023-01-01"
) -> Told {
    Told(
        FrameworkAdopted(
            framework: framework, locality: locality, title: "Framework \(framework)", urns: urns),
        from: from)
}

package func parentsConsulted(
    _ consultation: Slug = "autumn", respondents: Int = 400, urn: URN? = nil,
    of locality: Body = "la:391", from: Day = "2023-11-01"
) -> Told {
    Told(
        ParentConsulted(
            consultation: consultation, locality: locality, respondents: respondents,
            subject: "Reports", urn: urn),
        from: from)
}
