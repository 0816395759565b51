//! Fences of locks: whoever held a lock before cannot write under it any more.

use diesel::prelude::*;
use renexus_tables::schema::fences;

use crate::db::{Conn, DatabaseError};

/// Whether nobody wrote under this lock with a later fence. To be asked in the transaction that writes:
/// it then fails for everybody with an earlier one.
pub fn pass(connection: &mut Conn, name: &str, fence: i64) -> Result<bool, DatabaseError> {
    let earlier = fences::table.find(name).filter(fences::fence.le(fence));
    let passed = diesel::update(earlier).set(fences::fence.eq(fence)).execute(connection)?;
    if passed > 0 {
        return Ok(true);
    }
    let first = diesel::insert_into(fences::table)
        .values((fences::name.eq(name), fences::fence.eq(fence)))
        .on_conflict_do_nothing()
        .execute(connection)?;
    Ok(first > 0)
}
