"""Which lines a run takes, and by which ways."""

import unittest

import lines


class Chosen(unittest.TestCase):
    def test_all_without_a_name_and_those_that_hold_one_otherwise(self):
        self.assertEqual(lines.chosen([]), list(lines.LINES))
        found = [line.name for line in lines.chosen(["comments", "login"])]
        self.assertEqual(found, ["one post with its first comments", "login"])

    def test_a_quick_run_keeps_every_line_and_the_replica_way_of_every_goal(self):
        quick = lines.chosen([], quick=True)
        self.assertEqual([line.name for line in quick], [line.name for line in lines.LINES])
        for line in quick:
            self.assertTrue(line.ways, line.name)
            if line.goal:
                self.assertIn("replica", line.ways, line.name)

    def test_a_quick_run_takes_fewer_ways(self):
        count = [sum(len(line.ways) for line in lines.chosen([], quick)) for quick in (False, True)]
        self.assertLess(count[1], count[0])


class HomeFeeds(unittest.TestCase):
    def test_each_is_asked_for_by_those_who_follow_so_many(self):
        class World:
            def token_of_reader(self, follows, _chance):
                return f"of {follows}"

        feeds = [line for line in lines.LINES if line.follows]
        self.assertEqual(len(feeds), 3)
        for line in feeds:
            (request,) = line.unit(World(), None)
            self.assertEqual(request.path, "/v1/feed?limit=20")
            self.assertEqual(request.token, f"of {line.follows}")
            self.assertIn(f"{line.follows:,}", line.name)


class PostWithComments(unittest.TestCase):
    def test_the_line_with_the_goal_is_one_request_and_the_pair_has_none(self):
        class World:
            posts = ["p" * 24]

            def token(self, _chance):
                return "token"

        by_name = {line.name: line for line in lines.LINES}
        one = by_name["one post with its first comments"]
        pair = by_name["the same in two requests"]
        self.assertEqual((one.goal, one.requests_per_unit(World())), (0.5, 1))
        self.assertEqual((pair.goal, pair.requests_per_unit(World())), (None, 2))
