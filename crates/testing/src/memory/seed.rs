//! Made-up worlds.

use async_trait::async_trait;
use thoughts_domain::accounts::{Role, Settings, User};
use thoughts_domain::comments::Comment;
use thoughts_domain::engagement::Reaction;
use thoughts_domain::graph::Relation;
use thoughts_domain::ids::UserId;
use thoughts_domain::posts::{Mentioned, Post};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::{OwnAccountView, PasswordHash};
use thoughts_use_cases::seed::{
    BulkLoader, Occupancy, SEED_EMAIL_DOMAIN, SeedComment, SeedPost, SeedReaction, SeedUser,
    WorldPlan,
};
use thoughts_use_cases::storage::StorageError;

use super::MemoryStorage;
use super::state::{Account, CommentRow, PostRow, State, UserRow};

#[async_trait]
impl BulkLoader for MemoryStorage {
    async fn occupancy(&self) -> Result<Occupancy, StorageError> {
        Ok(self.read(|state| {
            let accounts = state.users.values().filter_map(|row| row.account.as_ref());
            let (seeded, others): (Vec<_>, Vec<_>) = accounts.partition(|account| {
                let email = account.user.email.as_ref();
                let domain = email.and_then(|email| email.as_str().rsplit_once('@'));
                domain.is_some_and(|(_, domain)| domain == SEED_EMAIL_DOMAIN)
            });
            Occupancy {
                world: state.world,
                seeded_users: seeded.len() as u64,
                other_users: others.len() as u64,
            }
        }))
    }

    async fn clear(&self, now: Timestamp) -> Result<(), StorageError> {
        self.write(|state| {
            let mut ended_sessions = state.ended_sessions.clone();
            ended_sessions.extend(state.sessions.keys().map(|id| (*id, now)));
            // The log begins anew; positions go on.
            *state = State {
                ended_sessions,
                position: state.position,
                epoch: state.epoch.clone(),
                subscriptions: std::mem::take(&mut state.subscriptions),
                parked: std::mem::take(&mut state.parked),
                ..State::default()
            };
        })
        .await;
        Ok(())
    }

    async fn add_users(
        &self,
        users: &[SeedUser],
        password: &PasswordHash,
    ) -> Result<(), StorageError> {
        self.write(|state| {
            for user in users {
                state.users.insert(user.id, row_of_user(user, password));
            }
        })
        .await;
        Ok(())
    }

    async fn add_posts(&self, posts: &[SeedPost]) -> Result<(), StorageError> {
        self.write(|state| {
            for post in posts {
                let row = state.row_of_post(post);
                state.posts.insert(post.id, row);
            }
        })
        .await;
        Ok(())
    }

    async fn add_comments(&self, comments: &[SeedComment]) -> Result<(), StorageError> {
        self.write(|state| {
            for comment in comments {
                state.comments.insert(comment.id, row_of_comment(comment));
            }
        })
        .await;
        Ok(())
    }

    async fn add_relations(&self, relations: &[Relation]) -> Result<(), StorageError> {
        self.write(|state| {
            for one in relations {
                let key = (one.from, one.kind, one.to);
                state.relations.insert(key, one.created_at);
            }
        })
        .await;
        Ok(())
    }

    async fn add_reactions(&self, reactions: &[SeedReaction]) -> Result<(), StorageError> {
        self.write(|state| {
            for one in reactions {
                state.reactions.insert((one.reaction, one.by), one.at);
            }
        })
        .await;
        Ok(())
    }

    async fn finish(&self, plan: &WorldPlan) -> Result<(), StorageError> {
        self.write(|state| {
            if state.names_only_what_is_there() {
                state.world = Some(*plan);
                return Ok(());
            }
            Err(StorageError::Conflict(
                "a row names one that is gone".into(),
            ))
        })
        .await
    }
}

fn row_of_user(made_up: &SeedUser, password: &PasswordHash) -> UserRow {
    let user = User {
        id: made_up.id,
        handle: made_up.handle.clone(),
        display_name: made_up.display_name.clone(),
        bio: made_up.bio.clone(),
        avatar_url: None,
        email: Some(made_up.email.clone()),
        suspended_at: None,
        email_verified_at: None,
        role: Role::User,
        settings: Settings::default(),
        created_at: made_up.created_at,
        version: 1,
    };
    UserRow {
        shown: OwnAccountView::of_new(&user).profile.summary,
        account: Some(Account {
            user,
            password: Some(password.clone()),
        }),
        post_count: made_up.post_count.into(),
        follower_count: made_up.follower_count.into(),
        following_count: made_up.following_count.into(),
    }
}

impl State {
    fn names_only_what_is_there(&self) -> bool {
        let posts = self.posts.values().map(|row| row.post.author_id);
        let comments = self.comments.values();
        let mut authors = posts.chain(comments.filter_map(CommentRow::author));
        let mut comments = self.comments.values();
        let mut relations = self.relations.keys();
        let mut reactions = self.reactions.keys();
        let is_there = |user: &UserId| self.users.contains_key(user);
        authors.all(|author| is_there(&author))
            && relations.all(|(from, _, to)| is_there(from) && is_there(to))
            && reactions.all(|(reaction, by)| {
                let subject = match reaction {
                    Reaction::LikePost(post)
                    | Reaction::Repost(post)
                    | Reaction::Bookmark(post) => self.posts.contains_key(post),
                    Reaction::LikeComment(comment) => self.comments.contains_key(comment),
                };
                subject && is_there(by)
            })
            && comments.all(|row| {
                let parent = row.parent_id.as_ref();
                self.posts.contains_key(&row.post_id)
                    && parent.is_none_or(|id| self.comments.contains_key(id))
            })
    }

    fn row_of_post(&self, made_up: &SeedPost) -> PostRow {
        let mentioned = made_up.mentions.iter().filter_map(|id| {
            let account = self.users.get(id)?.account.as_ref()?;
            Some(Mentioned {
                id: *id,
                handle: account.user.handle.clone(),
            })
        });
        PostRow {
            post: Post {
                id: made_up.id,
                author_id: made_up.author_id,
                body: made_up.body.clone(),
                mentions: mentioned.collect(),
                quoted_post_id: made_up.quoted,
                created_at: made_up.created_at,
                edited_at: None,
                version: 1,
                hidden: false,
            },
            edits: Vec::new(),
            comment_count: made_up.comment_count.into(),
        }
    }
}

fn row_of_comment(made_up: &SeedComment) -> CommentRow {
    let comment = Comment {
        id: made_up.id,
        post_id: made_up.post_id,
        parent_id: made_up.parent_id,
        author_id: made_up.author_id,
        body: made_up.body.clone(),
        depth: made_up.depth,
        created_at: made_up.created_at,
        edited_at: None,
        version: 1,
        hidden: false,
    };
    CommentRow {
        reply_count: made_up.reply_count.into(),
        ..CommentRow::of(&comment)
    }
}
