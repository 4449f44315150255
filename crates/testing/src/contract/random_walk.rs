//! Anything that people may do, in any order: counters stay equal to a recount, and lists show
//! every row once.

use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use thoughts_domain::accounts::{ContentRemoval, User};
use thoughts_domain::comments::{Comment, MAX_DEPTH};
use thoughts_domain::engagement::Reaction;
use thoughts_domain::posts::Post;
use thoughts_use_cases::comments::CommentOrder;
use thoughts_use_cases::posts::PostFilter;

use super::Scene;
use super::walk::walk;

/// One thing that somebody does; numbers pick one of those that are there.
#[derive(Clone, Copy, Debug)]
enum Step {
    Publish(usize),
    EditPost(usize),
    DeletePost(usize),
    Comment(usize, usize),
    Reply(usize, usize),
    EditComment(usize),
    DeleteComment(usize),
    React(usize, usize, u8),
    TakeBack(usize, usize, u8),
    Erase(usize, bool),
}

fn step() -> impl Strategy<Value = Step> {
    let n = 0..1_000_usize;
    prop_oneof![
        3 => n.clone().prop_map(Step::Publish),
        1 => n.clone().prop_map(Step::EditPost),
        1 => n.clone().prop_map(Step::DeletePost),
        5 => (n.clone(), n.clone()).prop_map(|(a, b)| Step::Comment(a, b)),
        9 => (n.clone(), n.clone()).prop_map(|(a, b)| Step::Reply(a, b)),
        1 => n.clone().prop_map(Step::EditComment),
        6 => n.clone().prop_map(Step::DeleteComment),
        8 => (n.clone(), n.clone(), 0..4_u8).prop_map(|(a, b, c)| Step::React(a, b, c)),
        4 => (n.clone(), n.clone(), 0..4_u8).prop_map(|(a, b, c)| Step::TakeBack(a, b, c)),
        1 => (n, any::<bool>()).prop_map(|(a, b)| Step::Erase(a, b)),
    ]
}

/// What should be there, as far as the steps can tell.
#[derive(Default)]
struct Expected {
    users: Vec<User>,
    posts: Vec<Post>,
    comments: Vec<Comment>,
    edits: u32,
}

fn pick<T: Clone>(from: &[T], number: usize) -> Option<T> {
    from.get(number.checked_rem(from.len())?).cloned()
}

impl Expected {
    async fn take(&mut self, scene: &Scene, step: Step) -> Option<()> {
        match step {
            Step::Publish(user) => {
                let author = pick(&self.users, user)?;
                self.posts.push(scene.publish(&author, "a #post").await);
            }
            Step::EditPost(post) => {
                self.edits += 1;
                let body = format!("edit {}", self.edits);
                scene.edit_post(&mut pick(&self.posts, post)?, &body).await;
            }
            Step::DeletePost(post) => {
                let post = pick(&self.posts, post)?;
                scene.delete_post(&post).await;
                self.posts.retain(|p| p.id != post.id);
                self.comments.retain(|c| c.post_id != post.id);
            }
            Step::Comment(user, post) => {
                let (author, post) = (pick(&self.users, user)?, pick(&self.posts, post)?);
                self.comments
                    .push(scene.comment(&author, &post, "a comment").await);
            }
            Step::Reply(user, parent) => {
                let (author, parent) = (pick(&self.users, user)?, pick(&self.comments, parent)?);
                let post = self.posts.iter().find(|p| p.id == parent.post_id)?.clone();
                if parent.depth < MAX_DEPTH {
                    self.comments
                        .push(scene.reply(&author, &post, &parent, "a reply").await);
                }
            }
            Step::EditComment(comment) => {
                self.edits += 1;
                let body = format!("edit {}", self.edits);
                scene
                    .edit_comment(&mut pick(&self.comments, comment)?, &body)
                    .await;
            }
            Step::DeleteComment(comment) => {
                let comment = pick(&self.comments, comment)?;
                scene.delete_comment(&comment).await;
                self.comments.retain(|c| c.id != comment.id);
            }
            Step::React(user, number, how) => {
                let (user, reaction) = (pick(&self.users, user)?, self.reaction(number, how)?);
                scene.react(&user, reaction).await;
            }
            Step::TakeBack(user, number, how) => {
                let (user, reaction) = (pick(&self.users, user)?, self.reaction(number, how)?);
                scene.take_back(&user, reaction).await;
            }
            Step::Erase(user, anonymise) => self.erase(scene, user, anonymise).await?,
        }
        Some(())
    }

    fn reaction(&self, number: usize, how: u8) -> Option<Reaction> {
        Some(match how {
            0 => Reaction::LikePost(pick(&self.posts, number)?.id),
            1 => Reaction::LikeComment(pick(&self.comments, number)?.id),
            2 => Reaction::Repost(pick(&self.posts, number)?.id),
            _ => Reaction::Bookmark(pick(&self.posts, number)?.id),
        })
    }

    async fn erase(&mut self, scene: &Scene, user: usize, anonymise: bool) -> Option<()> {
        let user = pick(&self.users, user)?;
        if self.users.len() < 3 {
            return None;
        }
        self.users.retain(|u| u.id != user.id);
        if anonymise {
            scene.erase(&user, ContentRemoval::Anonymise).await;
        } else {
            scene.erase(&user, ContentRemoval::Delete).await;
            self.posts.retain(|p| p.author_id != user.id);
            let there: BTreeSet<_> = self.posts.iter().map(|p| p.id).collect();
            self.comments
                .retain(|c| c.author_id != user.id && there.contains(&c.post_id));
        }
        Some(())
    }

    async fn verify(&self, scene: &Scene) {
        scene.assert_sound().await;
        let posts = walk(3, async |request| {
            let page = scene
                .adapter
                .posts
                .feed(&PostFilter::default(), None, &request)
                .await;
            page.expect("feed").value
        });
        let seen: Vec<_> = posts.await.iter().map(|post| post.id).collect();
        let mut expected: Vec<_> = self.posts.iter().collect();
        expected.sort_by_key(|post| std::cmp::Reverse((post.created_at, post.id)));
        assert_eq!(
            seen,
            expected.iter().map(|post| post.id).collect::<Vec<_>>()
        );
        for post in &self.posts {
            let mut live = Vec::new();
            let mut open = Vec::new();
            for order in [CommentOrder::Oldest, CommentOrder::Newest] {
                open = walk(2, async |request| {
                    let page = scene
                        .adapter
                        .comments
                        .of_post(post.id, order, None, &request)
                        .await;
                    page.expect("of post").value.expect("the post")
                })
                .await;
            }
            while let Some(comment) = open.pop() {
                let replies = walk(2, async |request| {
                    let page = scene
                        .adapter
                        .comments
                        .replies(comment.id, None, &request)
                        .await;
                    page.expect("replies").value.expect("the comment")
                });
                open.extend(replies.await);
                if !comment.deleted {
                    live.push(comment.id);
                }
            }
            live.sort();
            let on_post = self.comments.iter().filter(|c| c.post_id == post.id);
            let mut expected: Vec<_> = on_post.map(|comment| comment.id).collect();
            expected.sort();
            assert_eq!(live, expected, "the thread of {}", post.id);
            assert_eq!(scene.comment_count(post.id).await, expected.len() as u64);
        }
        for user in &self.users {
            let his = walk(2, async |request| {
                let page = scene
                    .adapter
                    .comments
                    .by_user(user.id, None, &request)
                    .await;
                page.expect("by user").value.expect("the user")
            });
            let his: BTreeSet<_> = his.await.iter().map(|comment| comment.id).collect();
            let expected = self.comments.iter().filter(|c| c.author_id == user.id);
            assert_eq!(his, expected.map(|comment| comment.id).collect());
        }
    }
}

pub async fn counters_and_lists_survive_anything(scene: &Scene) {
    let mut runner = TestRunner::default();
    let mut expected = Expected::default();
    for round in 0..3 {
        for number in 0..3 {
            expected
                .users
                .push(scene.register(&format!("user_{round}_{number}")).await);
        }
        let steps = vec(step(), 60)
            .new_tree(&mut runner)
            .expect("steps")
            .current();
        // Shown only when the test fails, so that the walk can be told again.
        #[expect(clippy::print_stdout, reason = "captured by the test harness")]
        {
            println!("round {round}: {steps:?}");
        }
        for step in steps {
            expected.take(scene, step).await;
        }
        expected.verify(scene).await;
    }
}
