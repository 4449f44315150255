mod ending;
mod passwords;
mod profile;
mod refreshing;
mod signing_in;
mod watching;
