//! The schema, and what it lets pass.

use async_graphql::Schema;

use super::query::Query;
use super::subscription::Subscription;
use super::writes::Mutation;
use crate::config::GraphqlSettings;

/// Selections within selections, fragments included; the depth of fields is bounded by a setting.
const MAX_RECURSION: usize = 64;

/// The schema; clones share it.
#[derive(Clone)]
pub(crate) struct Graph {
    pub(super) schema: Schema<Query, Mutation, Subscription>,
    pub(super) limits: GraphqlSettings,
}

impl Graph {
    /// The schema within these bounds.
    pub(crate) fn new(limits: GraphqlSettings) -> Self {
        let builder = Schema::build(Query, Mutation::default(), Subscription)
            .limit_depth(limits.depth)
            .limit_complexity(limits.complexity)
            .limit_recursive_depth(MAX_RECURSION)
            .limit_directives(limits.directives);
        let builder = match limits.introspection {
            true => builder,
            // Suggestions tell what is there as well.
            false => builder.disable_introspection().disable_suggestions(),
        };
        Self { schema: builder.finish(), limits }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where clients read the schema.
    const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/schema.graphql");

    /// SPEC GQL-2
    #[test]
    fn the_schema_is_written_down() {
        let graph = Graph::new(GraphqlSettings::default());
        let sdl = graph.schema.sdl();
        if std::env::var_os("RENEXUS_WRITE_SCHEMA").is_some() {
            std::fs::write(FILE, &sdl).unwrap();
        }
        let written = std::fs::read_to_string(FILE).unwrap_or_default();
        let hint = "run this test with RENEXUS_WRITE_SCHEMA=1 to write it anew";
        assert!(written == sdl, "docs/schema.graphql is not the schema of the code; {hint}");
    }
}
