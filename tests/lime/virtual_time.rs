//! A clock that only the waits of deliveries move, and what a Lime CRM does while time passes: it handles requests late, and
//! its searches find new objects late.

use std::collections::HashMap;
use std::fmt::Write;

use serde_json::{Value, json};
use userlike_limeobject::{ApiRequest, HttpMethod};

#[derive(Debug, Clone, Default)]
pub struct VirtualTime {
    /// Milliseconds since the beginning.
    pub now: u64,
    /// Searches do not find what was written in the last so many milliseconds.
    pub index_lag: u64,
    late: Vec<(u64, ApiRequest)>,
    /// When objects were created, by limetype and id.
    created: HashMap<(String, i64), u64>,
    /// When relations of objects were changed, by limetype and id.
    changed: HashMap<(String, i64), u64>,
}

impl VirtualTime {
    pub fn pass(&mut self, milliseconds: u64) {
        self.now += milliseconds;
    }

    /// Handles a request so many milliseconds later.
    pub fn add_late(&mut self, milliseconds: u64, request: ApiRequest) {
        self.late.push((self.now + milliseconds, request));
    }

    /// Number of requests that have not been handled yet.
    pub fn late_requests(&self) -> usize {
        self.late.len()
    }

    pub fn next_due(&mut self) -> Option<ApiRequest> {
        let due = self.late.iter().position(|(at, _)| *at <= self.now)?;
        Some(self.late.remove(due).1)
    }

    /// Notes what a request wrote.
    pub fn note(&mut self, request: &ApiRequest, body: &[u8]) {
        if self.index_lag == 0 || request.method == HttpMethod::Get {
            return;
        }
        let Some(limetype) = request.path.strip_prefix("api/v1/limeobject/") else { return };
        let limetype = limetype.split('/').next().unwrap().to_owned();
        let Some(id) = serde_json::from_slice::<Value>(body).ok().and_then(|object| object["_id"].as_i64()) else {
            return;
        };
        let times = if request.method == HttpMethod::Post { &mut self.created } else { &mut self.changed };
        times.insert((limetype, id), self.now);
    }

    /// A query that does not find what is too new; none for other requests.
    pub fn with_index_lag(&self, request: &ApiRequest) -> Option<ApiRequest> {
        let mut query = query_of(request).filter(|_| self.index_lag > 0)?;
        let limetype = query["limetype"].as_str()?.to_owned();
        let filter = query.get("filter").cloned();
        // A change of a relation matters to those only who search by it.
        let by_relation = filter.as_ref().is_some_and(|filter| filter["key"] == "helpdesk");
        let times = self.created.iter().chain(self.changed.iter().filter(|_| by_relation));
        let new = times.filter(|((of, _), at)| *of == limetype && **at + self.index_lag > self.now);
        let mut filters: Vec<_> = new.map(|((_, id), _)| json!({ "key": "_id", "op": "!=", "exp": id })).collect();
        if filters.is_empty() {
            return None;
        }
        filters.extend(filter);
        query["filter"] = match filters.as_slice() {
            [only] => only.clone(),
            _ => json!({ "op": "AND", "exp": filters }),
        };
        Some(with_query(request, &query))
    }
}

const QUERY: &str = "api/v1/query/?q=";

/// The query of a request, if it is one.
pub fn query_of(request: &ApiRequest) -> Option<Value> {
    let encoded = request.path.strip_prefix(QUERY)?;
    let mut bytes = Vec::new();
    let mut rest = encoded.as_bytes();
    while let [first, others @ ..] = rest {
        let escape =
            (*first == b'%').then(|| u8::from_str_radix(std::str::from_utf8(&others[..2]).unwrap(), 16).unwrap());
        bytes.push(escape.unwrap_or(*first));
        rest = if escape.is_some() { &others[2..] } else { others };
    }
    serde_json::from_slice(&bytes).ok()
}

pub fn with_query(request: &ApiRequest, query: &Value) -> ApiRequest {
    let mut path = QUERY.to_owned();
    query.to_string().bytes().for_each(|byte| write!(path, "%{byte:02X}").unwrap());
    ApiRequest { path, ..request.clone() }
}
