//! Fresh identifiers.

use thoughts_domain::ids::Cuid;
use thoughts_use_cases::system::IdGenerator;

/// CUID2 of 24 characters (<https://github.com/paralleldrive/cuid2>): SHA-3 over the time, a
/// counter, a fingerprint of the process and chance, so that replicas need not agree on anything.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cuid2Generator;

impl IdGenerator for Cuid2Generator {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the adapter behind the IdGenerator port"
    )]
    fn next(&self) -> Cuid {
        loop {
            // A digest that begins with very many zeros is too short in base 36; the next is not.
            if let Ok(id) = Cuid::parse(&cuid2::create_id()) {
                return id;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::sync::Mutex;

    use super::*;

    #[test]
    fn threads_never_make_the_same_id() {
        let seen = Mutex::new(HashSet::new());
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..2_000 {
                        let id = Cuid2Generator.next();
                        assert!(seen.lock().expect("a lock").insert(id), "{id} twice");
                    }
                });
            }
        });
        assert_eq!(seen.lock().expect("a lock").len(), 8_000);
    }
}
