//! Pages of lists: `?after=&limit=` in, `{items, next}` out.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use renexus_wire::rest::page::Page;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;

use crate::error::ApiError;

/// Items on a page when nobody says how many.
pub(crate) const PAGE: u16 = 50;
/// Most items on a page.
pub(crate) const MAX_PAGE: u16 = 200;
/// Characters of a cursor; it holds the values that a list is sorted by.
const MAX_CURSOR: usize = 1_024;
/// Characters of a cursor where a list is sorted by few and short ones.
const MAX_PLAIN_CURSOR: usize = 256;

/// The query of a list without filters.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct PageQuery {
    /// The `next` of the page before.
    #[param(max_length = 256, pattern = r"^[^\x00]*$")]
    pub(crate) after: Option<String>,
    /// How many, at most 200.
    #[param(minimum = 1, maximum = 200)]
    pub(crate) limit: Option<u16>,
}

/// Which part of a list is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Paging {
    after: Option<String>,
    limit: u16,
}

impl Paging {
    /// Checks what was asked for.
    pub(crate) fn new(after: Option<String>, limit: Option<u16>) -> Result<Self, ApiError> {
        let limit = limit.unwrap_or(PAGE);
        if limit == 0 || limit > MAX_PAGE {
            return Err(ApiError::invalid("limit", format!("{limit} is not from 1 to {MAX_PAGE}")));
        }
        let after = after.filter(|after| !after.is_empty());
        if after.as_ref().is_some_and(|after| after.len() > MAX_CURSOR || after.contains('\0')) {
            return Err(no_cursor());
        }
        Ok(Self { after, limit })
    }

    /// The id that the list goes on behind, where it is sorted by id.
    pub(crate) fn after(&self) -> Option<String> {
        self.after.clone()
    }

    /// The values that the list goes on behind, where it is sorted by others; see [`cursor`].
    pub(crate) fn behind<K: DeserializeOwned>(&self) -> Result<Option<K>, ApiError> {
        let read = |after: &String| {
            let bytes = URL_SAFE_NO_PAD.decode(after).map_err(|_| no_cursor())?;
            serde_json::from_slice(&bytes).map_err(|_| no_cursor())
        };
        self.after.as_ref().map(read).transpose()
    }

    /// How many rows to read: one more than asked for tells whether there is another page.
    pub(crate) fn rows(&self) -> i64 {
        i64::from(self.limit) + 1
    }

    /// The rows of the page, and whether there is another one.
    pub(crate) fn cut<R>(&self, mut rows: Vec<R>) -> (Vec<R>, bool) {
        let more = rows.len() > usize::from(self.limit);
        rows.truncate(self.limit.into());
        (rows, more)
    }

    /// The page of the rows that were read; `key` says where the next one begins.
    pub(crate) fn page<R, T>(
        &self,
        rows: Vec<R>,
        key: impl FnOnce(&R) -> String,
        view: impl FnMut(R) -> T,
    ) -> Page<T> {
        let (rows, more) = self.cut(rows);
        let next = rows.last().filter(|_| more).map(key);
        Page { items: rows.into_iter().map(view).collect(), next }
    }
}

impl TryFrom<PageQuery> for Paging {
    type Error = ApiError;

    fn try_from(query: PageQuery) -> Result<Self, ApiError> {
        if query.after.as_ref().is_some_and(|after| after.chars().count() > MAX_PLAIN_CURSOR) {
            return Err(no_cursor());
        }
        Self::new(query.after, query.limit)
    }
}

fn no_cursor() -> ApiError {
    ApiError::invalid("after", "it is not the `next` of a page")
}

/// A cursor over the values that a list is sorted by; the last of them should be an id.
pub(crate) fn cursor(values: &impl Serialize) -> String {
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(values).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_tells_where_the_next_begins() {
        let paging = Paging::new(None, Some(2)).unwrap();
        let key = |n: &i32| cursor(&(n, "id"));
        let page = paging.page(vec![1, 2, 3], key, |n| n * 10);
        assert_eq!(page.items, [10, 20]);
        let next = Paging::new(page.next, Some(2)).unwrap();
        assert_eq!(next.behind::<(i32, String)>().unwrap(), Some((2, "id".into())));
        assert_eq!(next.page(vec![3], key, |n| n).next, None);
        assert!(Paging::new(Some("!".into()), None).unwrap().behind::<i32>().is_err());
        assert!(Paging::new(None, Some(201)).is_err() && Paging::new(None, Some(0)).is_err());
    }
}
