//! Two users who have had to do with each other in every way, and a third.

use serde_json::json;

use crate::support::{User, World, world};

/// What stands between the reader and the other.
#[derive(Clone, Copy, Debug)]
pub enum Relation {
    /// The other does not see the reader, who notices nothing.
    TheyMuteMe,
    IMute,
    IBlock,
    TheyBlock,
}

pub struct Pair {
    pub world: World,
    /// Who reads and writes.
    pub me: User,
    /// About whom it is. His id stands in an answer exactly when the answer shows him or something
    /// that he wrote.
    pub them: User,
    /// What `{..}` in a path or body stands for.
    names: Vec<(&'static str, String)>,
}

impl Pair {
    /// The two with that between them.
    pub async fn apart_by(relation: Relation) -> Self {
        let pair = Self::new().await;
        pair.put(relation).await;
        pair
    }

    /// Each follows the other, has a post, and comments on the other's; a third has to do with both.
    async fn new() -> Self {
        let world = world();
        let (me, them) = (world.user("myself").await, world.user("them").await);
        let third = world.user("third").await;
        for (by, whom) in [(&me, &them), (&them, &me), (&third, &them), (&them, &third)] {
            put(&world, by, whom, "follow").await;
        }
        let theirs = world.a_post(&them, "about #things, to @myself").await;
        let mine = world.a_post(&me, "about #things").await;
        let thirds = world.a_post(&third, "something else").await;
        let kept = format!("/v1/posts/{theirs}/bookmark");
        world.call("PUT", &kept).by(&me).send().await.expect(204);
        for what in ["like", "repost"] {
            let path = format!("/v1/posts/{mine}/{what}");
            world.call("PUT", &path).by(&them).send().await.expect(204);
        }
        let quote = world.a_quote(&third, &theirs).await;
        world.a_quote(&them, &mine).await;
        let their_comment = world.a_comment(&them, &mine, None).await;
        let my_comment = world.a_comment(&me, &mine, None).await;
        world.a_comment(&them, &mine, Some(&my_comment)).await;
        let under_their_post = world.a_comment(&third, &theirs, None).await;
        let call = world.patch(
            &format!("/v1/posts/{theirs}"),
            &json!({"body": "#things, @myself"}),
        );
        call.by(&them).send().await.expect(200);
        world.catch_up().await;
        let names = vec![
            ("{them}", them.id.clone()),
            ("{third}", third.id),
            ("{their post}", theirs),
            ("{my post}", mine),
            ("{third's post}", thirds),
            ("{quote of theirs}", quote),
            ("{their comment}", their_comment),
            ("{my comment}", my_comment),
            ("{comment under their post}", under_their_post),
        ];
        Self {
            world,
            me,
            them,
            names,
        }
    }

    /// Puts something between the two.
    async fn put(&self, relation: Relation) {
        let (world, me, them) = (&self.world, &self.me, &self.them);
        match relation {
            Relation::TheyMuteMe => put(world, them, me, "mute").await,
            Relation::IMute => put(world, me, them, "mute").await,
            Relation::IBlock => put(world, me, them, "block").await,
            Relation::TheyBlock => put(world, them, me, "block").await,
        }
    }

    pub fn fill(&self, text: &str) -> String {
        let names = self.names.iter();
        names.fold(text.to_owned(), |text, (name, id)| text.replace(name, id))
    }
}

async fn put(world: &World, by: &User, whom: &User, what: &str) {
    let path = format!("/v1/users/{}/{what}", whom.id);
    world.call("PUT", &path).by(by).send().await.expect(204);
}
