//! What the team reads: the list, its counts, and one conversation in full.

use conversation::state::State;
use protocol::inbox::{Counts, Detail, List, Summary, Visitor};
use protocol::question::Promise;
use worker::{Request, Response, SqlStorageValue};

use super::sql::{Row, Sql, ToSql as _, values};
use super::{Site, deliveries, json, messages, team};
use crate::problem::{ApiError, ApiResult};

/// Conversations on a page of the list.
const PAGE: usize = 50;

/// Shorter searches cannot use the index of trigrams.
const TRIGRAM: usize = 3;

/// A moment later than any promise: conversations without one stand last.
const NEVER: i64 = 1 << 52;

const COLUMNS: &str = "id, state, name, topic, excerpt, assignee, answer_by, asked_at, changed_at";

/// `GET /v1/inbox/conversations?state=&search=&cursor=`.
pub(super) fn list(site: &Site, request: &Request) -> ApiResult<Response> {
    team::signed_in(site, request)?;
    let url = request.url()?;
    let parameter = |name: &str| {
        url.query_pairs()
            .find_map(|(key, value)| (key == name).then(|| value.into_owned()))
            .filter(|value| !value.is_empty())
    };
    let state = match parameter("state") {
        None => None,
        Some(name) => Some(State::named(&name).ok_or_else(|| {
            ApiError::malformed("`state` is one of waiting, answered, closed and spam.")
        })?),
    };
    let (search, cursor) =
        (parameter("search").and_then(|text| wanted(&text)), parameter("cursor"));
    let conversations = page(&site.sql, state, search.as_deref(), cursor.as_deref())?;
    let cursor = conversations.get(PAGE - 1).map(|last| place(last, state));
    json(&List { cursor, conversations, counts: counts(&site.sql)? })
}

/// `GET /v1/inbox/conversations/{id}`.
pub(super) fn detail(site: &Site, request: &Request, id: &str) -> ApiResult<Response> {
    team::signed_in(site, request)?;
    let summary = summary(&site.sql, id)?;
    let query = "SELECT name, email, phone, page, locale, verified FROM conversations WHERE id = ?";
    let row = site.sql.row(query, values![id])?.ok_or_else(unknown)?;
    let visitor = Visitor {
        name: row.optional_text(0),
        email: row.optional_text(1),
        phone: row.optional_text(2),
        page: row.text(3),
        locale: row.text(4),
        verified: row.integer(5) != 0,
    };
    let entries = messages::entries(&site.sql, id)?;
    let deliveries = deliveries::of_conversation(&site.sql, id)?;
    json(&Detail { summary, visitor, entries, deliveries })
}

/// A conversation as the list shows it.
pub(super) fn summary(sql: &Sql, id: &str) -> ApiResult<Summary> {
    let query = format!("SELECT {COLUMNS} FROM conversations WHERE id = ?");
    let row = sql.row(&query, values![id])?.ok_or_else(unknown)?;
    read(&row)
}

/// How many conversations and failed deliveries there are.
pub(super) fn counts(sql: &Sql) -> ApiResult<Counts> {
    let mut counts = Counts::default();
    for row in sql.rows("SELECT state, count(*) FROM conversations GROUP BY state", values![])? {
        let count = row.count(1);
        match State::named(&row.text(0)) {
            Some(State::Waiting) => counts.waiting = count,
            Some(State::Answered) => counts.answered = count,
            Some(State::Closed) => counts.closed = count,
            Some(State::Spam) => counts.spam = count,
            None => {}
        }
    }
    let failed = sql.row("SELECT count(*) FROM deliveries WHERE state = 'failed'", values![])?;
    counts.failed_deliveries = failed.map_or(0, |row| row.count(0));
    Ok(counts)
}

fn page(
    sql: &Sql,
    state: Option<State>,
    search: Option<&str>,
    cursor: Option<&str>,
) -> ApiResult<Vec<Summary>> {
    let mut conditions = vec!["1"];
    let mut values: Vec<SqlStorageValue> = Vec::new();
    if let Some(state) = state {
        conditions.push("state = ?");
        values.push(state.name().to_sql());
    }
    if let Some(search) = search {
        let (condition, value) = search_for(search);
        conditions.push(condition);
        values.push(value.to_sql());
    }
    // The key of the order, with the id so that no two are equal.
    let (key, after, order) = if state == Some(State::Waiting) {
        let after = "(coalesce(answer_by, 4503599627370496), id) > (?, ?)";
        ("coalesce(answer_by, 4503599627370496)", after, "ASC")
    } else {
        ("changed_at", "(changed_at, id) < (?, ?)", "DESC")
    };
    if let Some(cursor) = cursor {
        let (number, id) = cursor
            .split_once('.')
            .and_then(|(number, id)| Some((number.parse::<i64>().ok()?, id)))
            .ok_or_else(|| ApiError::malformed("Give a `cursor` as the list gave it."))?;
        conditions.push(after);
        values.extend([number.to_sql(), id.to_sql()]);
    }
    let conditions = conditions.join(" AND ");
    let query = format!(
        "SELECT {COLUMNS} FROM conversations WHERE {conditions} ORDER BY {key} {order}, id {order} LIMIT {PAGE}"
    );
    sql.rows(&query, values)?.iter().map(read).collect()
}

/// Where a page ended, in the order of its list.
fn place(last: &Summary, state: Option<State>) -> String {
    let number = match state {
        Some(State::Waiting) => last.promise.answer_by.unwrap_or(NEVER),
        _ => last.changed_at,
    };
    format!("{number}.{}", last.id)
}

/// What is searched for. Stored texts have no control characters, and the index
/// would read no further than to a NUL.
fn wanted(search: &str) -> Option<String> {
    let plain: String = search.chars().filter(|character| !character.is_control()).collect();
    Some(plain.trim().to_owned()).filter(|text| !text.is_empty())
}

/// The condition that finds a text: as a phrase of trigrams, or by looking
/// through everything where it is too short for that.
fn search_for(search: &str) -> (&'static str, String) {
    if search.chars().count() < TRIGRAM {
        let escaped = search.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        let condition = "id IN (SELECT conversation FROM search WHERE text LIKE ? ESCAPE '\\')";
        return (condition, format!("%{escaped}%"));
    }
    let condition = "id IN (SELECT conversation FROM search WHERE search MATCH ?)";
    // Quoted, nothing in it is an operator.
    (condition, format!("text : \"{}\"", search.replace('"', "\"\"")))
}

fn read(row: &Row) -> ApiResult<Summary> {
    let state = State::named(&row.text(1))
        .ok_or_else(|| ApiError::internal("a conversation has an unknown state"))?;
    let answer_by = row.optional_integer(6).filter(|_| state == State::Waiting);
    Ok(Summary {
        id: row.text(0),
        state: state.into(),
        name: row.optional_text(2),
        topic: row.optional_text(3),
        excerpt: row.text(4),
        assignee: row.optional_text(5),
        promise: Promise { answer_by },
        asked_at: row.integer(7),
        changed_at: row.integer(8),
    })
}

fn unknown() -> ApiError {
    ApiError::not_found("There is no such conversation. Its visitor may have erased it.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_search_is_an_operator() {
        assert_eq!(search_for("a\" OR \"b").1, "text : \"a\"\" OR \"\"b\"");
        assert_eq!(search_for("5%").1, "%5\\%%");
    }

    #[test]
    fn a_search_is_what_could_have_been_written() {
        assert_eq!(wanted(" abc\0def "), Some("abcdef".to_owned()));
        assert_eq!(wanted(" \0 "), None);
    }

    #[test]
    fn never_is_what_the_query_says() {
        assert_eq!(NEVER, 4_503_599_627_370_496);
    }
}
