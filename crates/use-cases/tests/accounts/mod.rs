mod ending;
mod profile;
mod refreshing;
mod signing_in;
mod watching;
