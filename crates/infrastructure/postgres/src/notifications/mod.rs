//! Notifications: what they follow from, how they are filed and read.

mod deeds;
mod export;
mod facts;
mod filing;
mod filling;
mod opening;
mod placing;
mod queries;
mod repository;
mod rows;
