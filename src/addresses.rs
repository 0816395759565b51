//! The addresses that the API describes, with the methods of each.

use actix_web::dev::ResourceDef;
use utoipa::openapi::{OpenApi, PathItem};

/// Every described address.
pub(crate) struct Addresses(Vec<(ResourceDef, Vec<&'static str>)>);

impl Addresses {
    /// Those of a description.
    pub(crate) fn of(api: &OpenApi) -> Self {
        let paths = api.paths.paths.iter();
        Self(paths.map(|(path, item)| (ResourceDef::new(path.as_str()), methods(item))).collect())
    }

    /// The methods of an address; none when it is not described.
    pub(crate) fn methods(&self, path: &str) -> Option<&[&'static str]> {
        let found = self.0.iter().find(|(address, _)| address.is_match(path));
        found.map(|(_, methods)| methods.as_slice())
    }
}

fn methods(item: &PathItem) -> Vec<&'static str> {
    let PathItem { get, head, put, post, delete, patch, .. } = item;
    let reading = [("GET", get), ("HEAD", head)];
    let changing = [("PUT", put), ("POST", post), ("DELETE", delete), ("PATCH", patch)];
    let known = reading.into_iter().chain(changing);
    known.filter(|(_, method)| method.is_some()).map(|(name, _)| name).collect()
}
