//! The second factor, from its enrolment to its end.

mod changing;
mod desk;
mod enrolling;
mod logging_in;
mod resealing;
