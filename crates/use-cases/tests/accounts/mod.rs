mod ending;
mod outside;
mod passwords;
mod profile;
mod refreshing;
mod signing_in;
mod watching;
