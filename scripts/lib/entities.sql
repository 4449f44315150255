-- Prints the entity diagram of the connected database as Graphviz source: a card per table, a
-- line per foreign key. Partitions stand behind their parent and are left out.
with tables as (
    select c.oid, c.relname::text as name,
           case
               when c.relname ~ '^(user|session|refresh|ended_session|erasure)' then 'accounts'
               when c.relname ~ '^(post|comment|ranking)' then 'content'
               else 'log'
           end as room
    from pg_class c
    where c.relnamespace = 'public'::regnamespace
      and c.relkind in ('r', 'p')
      and not c.relispartition
      and c.relname <> '_sqlx_migrations'
),
colours (room, head, body, line) as (
    values ('accounts', '#f7e3b0', '#fffaf0', '#b7791f'),
           ('content', '#bfe8cf', '#f4fcf7', '#2f855a'),
           ('log', '#bfd9fb', '#f3f8ff', '#2b6cb0')
),
columns as (
    select t.name, a.attnum, a.attname::text as column_name,
           replace(replace(format_type(a.atttypid, a.atttypmod),
               'timestamp with time zone', 'timestamptz'), 'character varying', 'varchar')
               || case when a.attnotnull then '' else '?' end as type,
           exists (select from pg_constraint k
                   where k.conrelid = t.oid and k.contype = 'p' and a.attnum = any (k.conkey)) as key
    from tables t
    join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
),
rows_of as (
    select name, string_agg(format(
        '    <tr><td align="left" port="%s">%s</td><td align="left" port="%s_"><font color="#52606d">%s</font></td></tr>',
        column_name,
        case when key then format('<b>%s</b>', column_name) else column_name end,
        column_name,
        type), E'\n' order by attnum) as body
    from columns
    group by name
),
cards as (
    select format(E'  %1$s [label=<<table border="1" color="%5$s" bgcolor="%4$s" cellborder="0" cellspacing="0" cellpadding="3">\n'
        '    <tr><td colspan="2" bgcolor="%3$s"><font point-size="13"><b>%1$s</b></font></td></tr>\n%2$s\n  </table>>]',
        t.name, r.body, c.head, c.body, c.line) as card, t.name
    from tables t
    join rows_of r using (name)
    join colours c using (room)
),
lines as (
    select distinct format('  %s:%s_:e -> %s:%s',
        parent.name, parent_column.attname, child.name,
        -- A line from a table to itself stays on its right side.
        child_column.attname || case when parent.oid = child.oid then '_:e' else ':w' end) as line
    from pg_constraint k
    join tables child on child.oid = k.conrelid
    join tables parent on parent.oid = k.confrelid
    join pg_attribute child_column on child_column.attrelid = k.conrelid and child_column.attnum = k.conkey[1]
    join pg_attribute parent_column on parent_column.attrelid = k.confrelid and parent_column.attnum = k.confkey[1]
    where k.contype = 'f'
),
-- Tables that refer to nothing would pile up at the left: invisible lines, three to a row, spread
-- them. The log's own row is visible: that is the way of an event.
loose as (
    select t.name, row_number() over (order by t.name) - 1 as place
    from tables t
    where not exists (select from pg_constraint k where k.contype = 'f' and t.oid in (k.conrelid, k.confrelid))
      and t.name not in ('outbox', 'events', 'event_head')
),
spread as (
    select format('  %s -> %s [style=invis]', a.name, b.name) as line
    from loose a
    join loose b on b.place = a.place + 1 and b.place / 3 = a.place / 3
)
select E'// The tables of crates/infrastructure/postgres/migrations, read from a live schema by\n'
       '// scripts/diagrams. Bold: primary key. A question mark: may be null. Do not edit.' as text
union all
select E'digraph entities {\n'
       '  graph [rankdir=LR, bgcolor="transparent", nodesep=0.3, ranksep=1.1, pad=0.3]\n'
       '  node  [shape=plain, fontname="DejaVu Sans", fontsize=11, fontcolor="#1f2933"]\n'
       '  edge  [fontname="DejaVu Sans", fontsize=10, fontcolor="#7d8590", color="#7d8590", penwidth=1.3, dir=both, arrowtail=tee, arrowhead=crow, arrowsize=0.8]'
union all
(select card from cards order by name)
union all
(select line from lines order by line)
union all
(select line from spread order by line)
union all
select E'  outbox:e -> events:w [style=dashed, arrowtail=none, arrowhead=normal, label=" sequencer "]\n'
       '  events:e -> event_head:w [style=dashed, arrowtail=none, arrowhead=none, label=" position "]'
union all
select '}';
