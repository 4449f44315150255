//! Compares a graph with the table.

use crate::{Arrow, ArrowKind, External, Graph, Rule};

/// Every line of `graph` that `rules` does not draw, each as one sentence; empty when all is well.
///
/// A member without a row and a row without a member are violations too, so that the table can
/// neither be escaped nor grow stale.
#[must_use]
pub fn violations(rules: &[Rule], graph: &Graph) -> Vec<String> {
    let row_of = |package: &str| rules.iter().find(|rule| rule.package == package);

    let without_row = graph
        .members
        .iter()
        .filter(|member| row_of(member).is_none())
        .map(|member| format!("{member} has no row in the table of dependency rules"));

    let without_member = rules
        .iter()
        .filter(|rule| !graph.members.iter().any(|member| member == rule.package))
        .map(|rule| {
            format!(
                "the table has a row for {}, which is no member",
                rule.package
            )
        });

    let not_drawn = graph.arrows.iter().filter_map(|arrow| {
        let rule = row_of(&arrow.from)?;
        let internal = graph.members.contains(&arrow.to);
        (!allowed(rule, arrow, internal)).then(|| describe(arrow))
    });

    without_row.chain(without_member).chain(not_drawn).collect()
}

fn allowed(rule: &Rule, arrow: &Arrow, internal: bool) -> bool {
    let to = arrow.to.as_str();
    let in_tests = arrow.kind == ArrowKind::Test;
    if internal {
        rule.internal.contains(&to) || (in_tests && rule.test_internal.contains(&to))
    } else {
        permits(rule.external, to) || (in_tests && permits(rule.test_external, to))
    }
}

fn permits(external: External, name: &str) -> bool {
    match external {
        External::Any => true,
        External::Only(names) => names.iter().any(|allowed| match allowed.strip_suffix('*') {
            Some(beginning) => name.starts_with(beginning),
            None => name == *allowed,
        }),
    }
}

fn describe(arrow: &Arrow) -> String {
    let section = match arrow.kind {
        ArrowKind::Shipped => "depends",
        ArrowKind::Test => "depends in its tests",
    };
    format!(
        "{} {section} on {}, which the table does not draw",
        arrow.from, arrow.to
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::RULES;

    /// A graph with every member of the table and the given arrows.
    fn forged(arrows: &[(&str, &str, ArrowKind)]) -> Graph {
        Graph {
            members: RULES.iter().map(|rule| rule.package.to_owned()).collect(),
            arrows: arrows
                .iter()
                .map(|&(from, to, kind)| Arrow {
                    from: from.to_owned(),
                    to: to.to_owned(),
                    kind,
                })
                .collect(),
        }
    }

    fn found(arrows: &[(&str, &str, ArrowKind)]) -> Vec<String> {
        violations(RULES, &forged(arrows))
    }

    #[test]
    fn arrows_that_point_inwards_pass() {
        let none = found(&[
            ("thoughts-use-cases", "thoughts-domain", ArrowKind::Shipped),
            (
                "thoughts-postgres",
                "thoughts-use-cases",
                ArrowKind::Shipped,
            ),
            ("thoughts-postgres", "sqlx", ArrowKind::Shipped),
            ("thoughts-postgres", "thoughts-testing", ArrowKind::Test),
            (
                "thoughts-domain",
                "unicode-normalization",
                ArrowKind::Shipped,
            ),
            ("thoughts-http", "poem-openapi", ArrowKind::Shipped),
            ("thoughts-server", "thoughts-postgres", ArrowKind::Shipped),
        ]);
        assert!(none.is_empty(), "{none:?}");
    }

    #[test]
    fn an_arrow_that_points_outwards_is_found() {
        for (from, to) in [
            ("thoughts-domain", "thoughts-use-cases"),
            ("thoughts-use-cases", "thoughts-postgres"),
            ("thoughts-http", "thoughts-sqlite"),
            ("thoughts-postgres", "thoughts-sqlite"),
            ("thoughts-identity", "thoughts-http"),
        ] {
            let sentences = found(&[(from, to, ArrowKind::Shipped)]);
            assert_eq!(sentences.len(), 1, "{from} -> {to}");
            assert!(
                sentences[0].contains(from) && sentences[0].contains(to),
                "{sentences:?}"
            );
        }
    }

    #[test]
    fn a_technology_in_the_wrong_layer_is_found() {
        for (from, to) in [
            ("thoughts-domain", "serde"),
            ("thoughts-domain", "tokio"),
            ("thoughts-use-cases", "sqlx"),
            ("thoughts-use-cases", "poem"),
            ("thoughts-http", "sqlx"),
            ("thoughts-postgres", "poem"),
        ] {
            assert_eq!(
                found(&[(from, to, ArrowKind::Shipped)]).len(),
                1,
                "{from} -> {to}"
            );
        }
    }

    #[test]
    fn what_tests_may_use_may_not_be_shipped() {
        for (from, to) in [
            ("thoughts-postgres", "thoughts-testing"),
            ("thoughts-http", "thoughts-identity"),
            ("thoughts-domain", "proptest"),
        ] {
            assert!(
                found(&[(from, to, ArrowKind::Test)]).is_empty(),
                "{from} -> {to}"
            );
            assert_eq!(
                found(&[(from, to, ArrowKind::Shipped)]).len(),
                1,
                "{from} -> {to}"
            );
        }
        for rule in RULES {
            assert!(
                !rule.internal.contains(&"thoughts-testing"),
                "{}",
                rule.package
            );
        }
    }

    #[test]
    fn members_and_rows_must_match() {
        let mut graph = forged(&[]);
        graph.members.push("thoughts-backdoor".to_owned());
        graph.members.retain(|member| member != "thoughts-http");
        let sentences = violations(RULES, &graph);
        assert_eq!(sentences.len(), 2, "{sentences:?}");
        assert!(sentences[0].contains("thoughts-backdoor"));
        assert!(sentences[1].contains("thoughts-http"));
    }
}
