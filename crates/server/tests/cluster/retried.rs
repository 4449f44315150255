//! Two hundred who never believe that they were heard.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::load::during;
use super::stubborn::{Counts, Stubborn};
use crate::support::{LocalCluster, kill};

const WRITERS: usize = 200;
const KILLS: usize = 4;
const SEED: u64 = 6;

#[test]
fn whatever_is_sent_again_is_done_once_while_replicas_are_killed() {
    let cluster = LocalCluster::up();
    let mut writers = Stubborn::register(&cluster, WRITERS, SEED);
    let mut chance = ChaCha8Rng::seed_from_u64(SEED);
    let mut told = cluster.told().clone();

    during(&mut writers, Stubborn::work, |watch| {
        for _ in 0..KILLS {
            watch.await_requests(chance.random_range(100..800));
            let victims: &[&str] = match chance.random_range(0..4) {
                0 => &["replica1_pid", "replica2_pid"],
                1 => &["replica1_pid"],
                _ => &["replica2_pid"],
            };
            for victim in victims {
                kill(told[*victim].parse().expect("a pid"), "KILL");
            }
            watch.await_requests(chance.random_range(100..800));
            told = cluster.restart();
        }
    });

    let mut counts = Counts::default();
    for writer in &mut writers {
        writer.ask_again(&mut counts);
    }
    println!("retried: {}", counts.line());
    assert_eq!(counts.wrong, [] as [&str; 0], "{}", counts.line());
    for replica in ["replica1", "replica2"] {
        let lost: Vec<_> = writers
            .iter()
            .flat_map(|writer| writer.lost(&cluster.client(replica)))
            .collect();
        assert_eq!(lost, [] as [&str; 0], "{replica}");
    }
    assert!(counts.failed > 0, "nobody has noticed that replicas died");
    assert!(counts.replayed > counts.keys, "retries were tried");
    cluster.assert_sound();
}
