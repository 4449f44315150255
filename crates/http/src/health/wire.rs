//! What goes over the wire.

use poem_openapi::registry::{MetaSchema, MetaSchemaRef, Registry};
use serde::Serialize;
use serde_json::{Value, json};
use thoughts_domain::time::Timestamp;

use crate::schema::{Moment, Schema, inline, object};

object! {
    answer
    /// How the service is.
    StatusJson<'a> = "Status" {
        /// `pass` or `fail`.
        status: &'a str = "status",
    }
}

object! {
    answer
    /// One measurement of a part.
    CheckJson<'a> = "HealthCheckEntry" {
        /// `pass`, `warn` (it does without something) or `fail`.
        status: &'a str = "status",
        /// What kind of part it is.
        component_type: &'a str = "componentType",
        /// What was measured.
        observed_value: Option<f64> = "observedValue",
        /// In which unit.
        observed_unit: Option<&'a str> = "observedUnit",
        /// What is wrong.
        output: Option<&'a str> = "output",
        /// When it was measured.
        time: Moment = "time",
    }
}

object! {
    answer
    /// How the service and its parts are (draft-inadarei-api-health-check-06).
    HealthJson<'a> = "Health" {
        /// `pass`, `warn` (a part does without something) or `fail`.
        status: &'a str = "status",
        /// The version of the API.
        version: &'a str = "version",
        /// The release of the program.
        release_id: &'a str = "releaseId",
        /// What it is.
        description: &'a str = "description",
        /// Each part's measurements, under `component:measurement`.
        checks: Checks<'a> = "checks",
    }
}

/// The parts.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Checks<'a> {
    #[serde(rename = "database:responseTime")]
    pub(super) response_time: [CheckJson<'a>; 1],
    #[serde(rename = "database:connections")]
    pub(super) connections: [CheckJson<'a>; 1],
    #[serde(rename = "replica:drain")]
    pub(super) drain: [CheckJson<'a>; 1],
    #[serde(rename = "rateLimits:store")]
    pub(super) limits: [CheckJson<'a>; 1],
}

impl Schema for f64 {
    fn schema() -> MetaSchemaRef {
        inline(MetaSchema::new_with_format("number", "double"))
    }
}

impl Schema for Checks<'_> {
    fn schema() -> MetaSchemaRef {
        inline(MetaSchema {
            additional_properties: Some(Box::new(Vec::<CheckJson<'_>>::schema())),
            ..MetaSchema::new("object")
        })
    }

    fn register(registry: &mut Registry) {
        CheckJson::register(registry);
    }
}

/// What is shown of a part.
pub(super) fn check<'a>(
    fault: Option<&'a str>,
    component_type: &'a str,
    observed: Option<(f64, &'a str)>,
    time: Timestamp,
) -> CheckJson<'a> {
    CheckJson {
        status: if fault.is_none() { "pass" } else { "fail" },
        component_type,
        observed_value: observed.map(|(value, _)| value),
        observed_unit: observed.map(|(_, unit)| unit),
        output: fault,
        time: Moment(time),
    }
}

/// Examples of this room, by schema.
pub(crate) fn examples() -> Vec<(&'static str, Value)> {
    let time = Timestamp::from_micros(1_768_469_400_123_456);
    let health = HealthJson {
        status: "pass",
        version: "1",
        release_id: "0.1.0",
        description: "Thoughts",
        checks: Checks {
            response_time: [check(None, "datastore", Some((0.4, "ms")), time)],
            connections: [check(None, "datastore", Some((2.0, "connections")), time)],
            drain: [check(None, "system", None, time)],
            limits: [check(None, "datastore", None, time)],
        },
    };
    vec![
        ("Status", json!(StatusJson { status: "pass" })),
        ("Health", json!(health)),
    ]
}
