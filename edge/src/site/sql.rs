//! The object's SQLite: statements, rows and transactions.
//!
//! Rows are read by `raw()`, since other ways of reading hang on an error of
//! SQLite; and integers cross as floating point, exact up to 2^53, which holds
//! milliseconds for 285,000 years.

use js_sys::{Function, Reflect};
use wasm_bindgen::closure::ScopedClosure;
use wasm_bindgen::{JsCast as _, JsValue};
use worker::{SqlStorage, SqlStorageValue, Storage};

use crate::problem::{ApiError, ApiResult};

/// The values of a statement's `?`s.
pub(super) type Values = Vec<SqlStorageValue>;

/// Makes [`Values`] of anything that SQLite can hold.
macro_rules! values {
    ($($value:expr),* $(,)?) => { vec![$($crate::site::sql::ToSql::to_sql(&$value)),*] };
}
pub(super) use values;

/// What SQLite can hold.
pub(super) trait ToSql {
    /// The value for SQLite.
    fn to_sql(&self) -> SqlStorageValue;
}

impl ToSql for str {
    fn to_sql(&self) -> SqlStorageValue {
        SqlStorageValue::String(self.to_owned())
    }
}

impl ToSql for String {
    fn to_sql(&self) -> SqlStorageValue {
        self.as_str().to_sql()
    }
}

impl ToSql for i64 {
    fn to_sql(&self) -> SqlStorageValue {
        SqlStorageValue::Integer(*self)
    }
}

impl ToSql for u32 {
    fn to_sql(&self) -> SqlStorageValue {
        SqlStorageValue::Integer(i64::from(*self))
    }
}

impl<T: ToSql + ?Sized> ToSql for &T {
    fn to_sql(&self) -> SqlStorageValue {
        (*self).to_sql()
    }
}

impl<T: ToSql> ToSql for Option<T> {
    fn to_sql(&self) -> SqlStorageValue {
        self.as_ref().map_or(SqlStorageValue::Null, ToSql::to_sql)
    }
}

/// One row of a result, read by the place of its columns.
#[derive(Debug)]
pub(super) struct Row(Vec<SqlStorageValue>);

impl Row {
    /// A text; empty where the column is NULL.
    pub(super) fn text(&self, place: usize) -> String {
        self.optional_text(place).unwrap_or_default()
    }

    /// A text that may be NULL.
    pub(super) fn optional_text(&self, place: usize) -> Option<String> {
        match self.0.get(place) {
            Some(SqlStorageValue::String(text)) => Some(text.clone()),
            _ => None,
        }
    }

    /// An integer; 0 where the column is NULL.
    pub(super) fn integer(&self, place: usize) -> i64 {
        self.optional_integer(place).unwrap_or_default()
    }

    /// An integer that may be NULL.
    pub(super) fn optional_integer(&self, place: usize) -> Option<i64> {
        match self.0.get(place) {
            Some(SqlStorageValue::Integer(number)) => Some(*number),
            #[expect(
                clippy::cast_possible_truncation,
                reason = "SQLite's integers cross as floating point; what is stored stays below 2^53"
            )]
            Some(SqlStorageValue::Float(number)) => Some(*number as i64),
            _ => None,
        }
    }

    /// A count; 0 where it is NULL or negative.
    pub(super) fn count(&self, place: usize) -> u32 {
        u32::try_from(self.integer(place)).unwrap_or_default()
    }
}

/// The object's database.
#[derive(Debug)]
pub(super) struct Sql {
    sql: SqlStorage,
    storage: Storage,
}

impl Sql {
    /// The database of a storage.
    pub(super) fn new(storage: Storage) -> Self {
        Self { sql: storage.sql(), storage }
    }

    /// Executes a statement, and returns how many rows it wrote.
    pub(super) fn run(&self, statement: &str, values: Values) -> ApiResult<usize> {
        Ok(self.sql.exec(statement, values)?.rows_written())
    }

    /// Executes a query.
    pub(super) fn rows(&self, query: &str, values: Values) -> ApiResult<Vec<Row>> {
        let rows: Result<Vec<_>, _> = self.sql.exec(query, values)?.raw().collect();
        Ok(rows?.into_iter().map(Row).collect())
    }

    /// Executes a query of which the first row counts.
    pub(super) fn row(&self, query: &str, values: Values) -> ApiResult<Option<Row>> {
        Ok(self.rows(query, values)?.into_iter().next())
    }

    /// Does all of `work` or nothing of it. `work` may not await: what it writes
    /// is one transaction of SQLite, which the runtime has on disk before any
    /// answer leaves the object.
    pub(super) fn transaction<T>(&self, work: impl FnOnce() -> ApiResult<T>) -> ApiResult<T> {
        let storage: &JsValue = self.storage.as_raw().as_ref();
        // The crate has no name for it.
        let begin: Function = Reflect::get(storage, &JsValue::from_str("transactionSync"))
            .ok()
            .and_then(|method| method.dyn_into().ok())
            .ok_or_else(|| ApiError::internal("the storage has no transactionSync"))?;
        let mut work = Some(work);
        let mut outcome = None;
        let thrown = {
            let mut body = || -> Result<(), JsValue> {
                let result = work.take().map(|work| work());
                let failed = !matches!(result, Some(Ok(_)));
                outcome = result;
                // Throwing is how the storage is told to roll back.
                if failed { Err(JsValue::from_str("rolled back")) } else { Ok(()) }
            };
            let body =
                ScopedClosure::<dyn FnMut() -> Result<(), JsValue>>::borrow_mut_assert_unwind_safe(
                    &mut body,
                );
            begin.call1(storage, body.as_ref())
        };
        match (outcome, thrown) {
            (Some(Err(error)), _) => Err(error),
            (Some(Ok(value)), Ok(_)) => Ok(value),
            (_, thrown) => Err(ApiError::internal(format!("the transaction failed: {thrown:?}"))),
        }
    }
}
