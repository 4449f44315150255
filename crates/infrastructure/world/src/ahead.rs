//! Making rows ahead of whoever stores them.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use thoughts_domain::graph::Relation;
use thoughts_use_cases::seed::{LinkCounts, SeedComment, SeedPost, SeedReaction, SeedUser, World};

/// How many rows go over at once, and how many such portions may wait.
const PORTION: usize = 1_000;
const WAITING: usize = 10;

/// The same world, made on a thread of its own while the rows before are stored: making a row
/// takes about as long as the storage spends on it, and neither has to wait for the other.
pub struct MadeAhead<W>(Arc<W>);

impl<W: World + 'static> MadeAhead<W> {
    /// Wraps a world.
    #[must_use]
    pub const fn new(world: Arc<W>) -> Self {
        Self(world)
    }

    fn rows<T: Send + 'static>(
        &self,
        make: impl FnOnce(&W, &Portions<T>) + Send + 'static,
    ) -> Box<dyn Iterator<Item = T> + Send> {
        let (sender, receiver): (_, Receiver<Vec<T>>) = sync_channel(WAITING);
        let world = Arc::clone(&self.0);
        // It ends with its rows, or once nobody takes them any more.
        thread::spawn(move || make(&world, &Portions(sender)));
        Box::new(receiver.into_iter().flatten())
    }
}

/// Where rows go.
struct Portions<T>(SyncSender<Vec<T>>);

impl<T> Portions<T> {
    fn send(&self, mut rows: Box<dyn Iterator<Item = T> + Send + '_>) {
        loop {
            let portion: Vec<T> = rows.by_ref().take(PORTION).collect();
            if portion.is_empty() || self.0.send(portion).is_err() {
                return;
            }
        }
    }
}

impl<W: World + 'static> World for MadeAhead<W> {
    fn users(&self) -> Box<dyn Iterator<Item = SeedUser> + Send + '_> {
        self.rows(|world, portions| portions.send(world.users()))
    }

    fn posts(&self) -> Box<dyn Iterator<Item = SeedPost> + Send + '_> {
        self.rows(|world, portions| portions.send(world.posts()))
    }

    fn comments(&self) -> Box<dyn Iterator<Item = SeedComment> + Send + '_> {
        self.rows(|world, portions| portions.send(world.comments()))
    }

    fn relations(&self) -> Box<dyn Iterator<Item = Relation> + Send + '_> {
        self.rows(|world, portions| portions.send(world.relations()))
    }

    fn reactions_to_posts(&self) -> Box<dyn Iterator<Item = SeedReaction> + Send + '_> {
        self.rows(|world, portions| portions.send(world.reactions_to_posts()))
    }

    fn reactions_to_comments(&self) -> Box<dyn Iterator<Item = SeedReaction> + Send + '_> {
        self.rows(|world, portions| portions.send(world.reactions_to_comments()))
    }

    fn links(&self) -> LinkCounts {
        self.0.links()
    }
}

#[cfg(test)]
mod tests {
    use thoughts_use_cases::seed::WorldPlan;

    use super::*;
    use crate::MadeUpWorld;

    #[test]
    fn it_is_the_same_world() {
        let plan = WorldPlan {
            users: 30,
            posts: 2_500,
            comments: 1_001,
            rng_seed: 42,
        };
        let world = Arc::new(MadeUpWorld::new(plan));
        let ahead = MadeAhead::new(Arc::clone(&world));
        assert!(ahead.users().eq(world.users()));
        assert!(ahead.posts().eq(world.posts()));
        assert!(ahead.comments().eq(world.comments()));
        assert!(ahead.relations().eq(world.relations()));
        assert!(ahead.reactions_to_posts().eq(world.reactions_to_posts()));
        assert!(
            ahead
                .reactions_to_comments()
                .eq(world.reactions_to_comments())
        );
        assert_eq!(ahead.links(), world.links());
    }
}
