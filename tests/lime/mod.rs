//! The sandbox Lime CRM as deliveries use it, and the faults that their requests meet on the way.

#![allow(dead_code, unused_imports, reason = "each of the tests uses its part")]

pub mod chat;
mod faults;
mod pairs;
mod process;
mod virtual_time;

use std::hash::{DefaultHasher, Hash, Hasher};

use process::{Call, Process};
use serde_json::{Map, Value, json};
use userlike_limeobject::{
    Action, ApiRequest, ApiResponse, BulkDelivery, BulkReport, Delivery, DeliveryError, DryRun, DryRunReport,
    FileResponse, HttpMethod, Input, Receipt, RequestBody,
};

pub use faults::Fault;
pub use pairs::each_pair;
pub use virtual_time::VirtualTime;

/// The response of a media file's host.
pub const PICTURE: FileResponse<'static> = FileResponse {
    status: 200,
    url: None,
    location: None,
    content_type: Some("image/png"),
    content_disposition: None,
    content_length: None,
    start: b"\x89PNG\r\n\x1A\n",
};

/// Number of the request for its status with which a bulk import begins.
const START_AT_POLL: u32 = 3;

/// A sandbox of one's own.
pub struct Lime {
    process: Option<Process>,
    /// Control requests that are sent together with the next request.
    pending: Vec<Call>,
    /// Paths of the requests of deliveries, in order.
    pub requests: Vec<String>,
    /// Numbers of the requests that change something.
    pub writes: Vec<usize>,
    /// Faults by the number of the request.
    pub faults: Vec<(usize, Fault)>,
    /// Called after each request was handled: what another client does in the meantime.
    pub meanwhile: Option<fn(&mut Lime, &ApiRequest)>,
    /// A hash of all requests that changed something.
    pub written: u64,
    /// The request that is handled late, with its number.
    late: Option<(usize, ApiRequest)>,
    /// What happens while a delivery waits.
    pub time: VirtualTime,
}

impl Lime {
    /// A Lime CRM without objects and with these limetypes, in the compact form of metadata.
    pub fn new(limetypes: &Value) -> Self {
        let mut lime = Self {
            process: Some(Process::acquire()),
            pending: Vec::new(),
            requests: Vec::new(),
            writes: Vec::new(),
            faults: Vec::new(),
            meanwhile: None,
            written: 0,
            late: None,
            time: VirtualTime::default(),
        };
        lime.control("POST", "reset", Some(json!({ "seed": false })));
        lime.control("PUT", "rate-limit", Some(Value::Null));
        lime.control("PUT", "limetypes", Some(limetypes.clone()));
        lime.set_bulk_import(json!({ "startAtPoll": START_AT_POLL }));
        // Indexes are created by the first request that needs them. Before the first savepoint they are created once.
        for limetype in limetypes.as_array().unwrap() {
            let properties = limetype["properties"].as_array().unwrap().iter();
            let sortable = properties.filter(|property| property["type"] != "hasmany" && property["type"] != "set");
            let names: Vec<_> = sortable.map(|property| property["name"].as_str().unwrap()).collect();
            let name = limetype["name"].as_str().unwrap();
            lime.get(&format!("api/v1/limeobject/{name}/?_limit=1&_sort={}", names.join(",")));
        }
        lime
    }

    /// Creates an object. Returns its id.
    pub fn add(&mut self, limetype: &str, values: Value) -> i64 {
        let (status, body) =
            self.write("POST", &format!("api/v1/limeobject/{limetype}/"), json_type(), Some(values.to_string()));
        assert_eq!(status, 201, "{limetype} {values}: {}", text(&body));
        serde_json::from_slice::<Value>(&body).unwrap()["_id"].as_i64().unwrap()
    }

    /// Changes an object.
    pub fn change(&mut self, limetype: &str, id: i64, values: Value) {
        let path = format!("api/v1/limeobject/{limetype}/{id}/");
        let (status, body) = self.write("PUT", &path, json_type(), Some(values.to_string()));
        assert_eq!(status, 200, "{limetype} {id} {values}: {}", text(&body));
    }

    /// The ids and values of all objects of a limetype, in the order of their creation. Properties without a value are left
    /// out, and an option is its key only, as deliveries write it.
    pub fn objects(&mut self, limetype: &str) -> Vec<(i64, Map<String, Value>)> {
        const PAGE: usize = 50;
        let mut objects = Vec::new();
        loop {
            let path = format!("api/v1/limeobject/{limetype}/?_limit={PAGE}&_offset={}", objects.len());
            let page = self.get(&path);
            let page = page["_embedded"]["limeobjects"].as_array().unwrap();
            objects.extend(page.iter().map(written_values));
            if page.len() < PAGE {
                return objects;
            }
        }
    }

    /// The values of all objects of a limetype.
    pub fn all(&mut self, limetype: &str) -> Vec<Map<String, Value>> {
        self.objects(limetype).into_iter().map(|(_, values)| values).collect()
    }

    /// Name and media type of an uploaded file.
    pub fn file(&mut self, id: i64) -> (String, String) {
        let file = self.get(&format!("api/v1/file/{id}/"));
        let text = |name: &str| file[name].as_str().unwrap().to_owned();
        (text("filename"), text("content_type"))
    }

    /// Number of objects of each limetype.
    pub fn counts<const N: usize>(&mut self, limetypes: [&str; N]) -> [usize; N] {
        let statistics = self.get("_control/stats");
        limetypes.map(|limetype| statistics["objects"][limetype].as_u64().unwrap() as usize)
    }

    /// The bulk imports that deliveries created: limetype and number of rows that were handled, in order.
    pub fn bulk_imports(&mut self) -> Vec<(String, u64)> {
        let mut paths: Vec<String> = Vec::new();
        for path in self.requests.iter().filter(|path| is_of_bulk_import(path)) {
            if !paths.contains(path) {
                paths.push(path.clone());
            }
        }
        let imports: Vec<_> = paths.iter().map(|path| self.get(path)).collect();
        let limetype = |import: &Value| import["metadata"]["limetype"].as_str().unwrap().to_owned();
        imports.iter().map(|import| (limetype(import), import["result"]["total"].as_u64().unwrap())).collect()
    }

    /// Changes how bulk imports behave: see `BulkImportBehavior` of the sandbox.
    pub fn set_bulk_import(&mut self, changes: Value) {
        self.control("PUT", "bulk-import", Some(changes));
    }

    /// Replaces the faults of the sandbox: see `Fault` there.
    pub fn set_sandbox_faults(&mut self, faults: Value) {
        self.control("DELETE", "faults", None);
        self.control("PUT", "faults", Some(faults));
    }

    /// Number of requests that a fault of the sandbox has hit.
    pub fn sandbox_fault_hits(&mut self) -> u64 {
        let faults = self.get("_control/faults");
        faults["faults"].as_array().unwrap().iter().map(|fault| fault["hits"].as_u64().unwrap()).sum()
    }

    /// Restores afterwards the state before `work`.
    pub fn with_savepoint<T>(&mut self, work: impl FnOnce(&mut Lime) -> T) -> T {
        let (requests, written, late) = (self.requests.len(), self.written, self.late.clone());
        let time = self.time.clone();
        self.control("POST", "savepoints", None);
        let result = work(self);
        self.control("DELETE", "savepoints", None);
        self.requests.truncate(requests);
        (self.written, self.late, self.time) = (written, late, time);
        result
    }

    /// Handles a request of a delivery. Returns status and body of the response.
    pub fn handle(&mut self, request: &ApiRequest) -> (u16, Vec<u8>) {
        while let Some(late) = self.time.next_due() {
            self.handle(&late);
        }
        let searched = self.time.with_index_lag(request);
        let request = searched.as_ref().unwrap_or(request);
        let method = match request.method {
            HttpMethod::Get => "GET",
            HttpMethod::Post => "POST",
            HttpMethod::Put => "PUT",
        };
        let (headers, body) = match &request.body {
            None => (Map::new(), None),
            Some(RequestBody::Json(text)) => (json_type(), Some(text.clone())),
            Some(RequestBody::Text(body)) => {
                (headers(&[("content-type", &body.content_type)]), Some(body.text.clone()))
            }
            Some(RequestBody::File(file)) => {
                let headers =
                    headers(&[("content-type", &file.content_type), ("content-disposition", &file.disposition)]);
                (headers, Some(format!("The contents of {}", file.name)))
            }
        };
        // The request for a bulk import's status changes it, too: they are counted.
        let (status, body) = if method == "GET" && !is_of_bulk_import(&request.path) {
            self.send((method, request.path.clone(), headers, body))
        } else {
            self.write(method, &request.path, headers, body)
        };
        assert_ne!(status, 500, "{request:?}: {}", text(&body));
        self.time.note(request, &body);
        if let Some(meanwhile) = self.meanwhile {
            meanwhile(self, request);
        }
        (status, body)
    }

    fn write(
        &mut self,
        method: &'static str,
        path: &str,
        headers: Map<String, Value>,
        body: Option<String>,
    ) -> (u16, Vec<u8>) {
        let mut hasher = DefaultHasher::new();
        (self.written, method, path, &body).hash(&mut hasher);
        self.written = hasher.finish();
        self.send((method, path.to_owned(), headers, body))
    }

    fn get(&mut self, path: &str) -> Value {
        let (status, body) = self.send(("GET", path.to_owned(), Map::new(), None));
        assert_eq!(status, 200, "{path}: {}", text(&body));
        serde_json::from_slice(&body).unwrap()
    }

    /// Sends a control request with the next request.
    fn control(&mut self, method: &'static str, route: &str, body: Option<Value>) {
        let headers = if body.is_some() { json_type() } else { Map::new() };
        self.pending.push((method, format!("_control/{route}"), headers, body.map(|body| body.to_string())));
    }

    fn send(&mut self, call: Call) -> (u16, Vec<u8>) {
        self.pending.push(call);
        self.send_pending().unwrap()
    }

    /// Returns the last response. Those of control requests have to be successful.
    fn send_pending(&mut self) -> Option<(u16, Vec<u8>)> {
        let mut responses = self.process.as_mut().unwrap().call(&self.pending);
        let last = responses.pop();
        for (call, (status, body)) in self.pending.iter().zip(&responses) {
            assert_eq!(*status, 200, "{call:?}: {}", text(body));
        }
        self.pending.clear();
        last
    }
}

impl Drop for Lime {
    fn drop(&mut self) {
        if std::thread::panicking() {
            return self.process.take().into_iter().for_each(Process::kill);
        }
        if !self.pending.is_empty() {
            self.send_pending();
        }
        self.process.take().into_iter().for_each(Process::release);
    }
}

fn text(body: &[u8]) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(body)
}

fn headers(pairs: &[(&str, &str)]) -> Map<String, Value> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).into())).collect()
}

fn json_type() -> Map<String, Value> {
    headers(&[("content-type", "application/json")])
}

/// Whether a path names a bulk import, as the routes for its data and its status do.
pub fn is_of_bulk_import(path: &str) -> bool {
    path.split_once("/bulk-imports/").is_some_and(|(_, id)| !id.is_empty())
}

fn written_values(object: &Value) -> (i64, Map<String, Value>) {
    let values = object.as_object().unwrap().iter().filter(|(name, value)| !name.starts_with('_') && !value.is_null());
    let shown = |value: &Value| match value.get("key") {
        Some(key) => json!({ "key": key }),
        None => value.clone(),
    };
    let values = values.map(|(name, value)| (name.clone(), shown(value))).collect();
    (object["_id"].as_i64().unwrap(), values)
}

/// A delivery of any kind.
pub trait Machine: Sized {
    type Output: std::fmt::Debug;
    fn poll(&mut self) -> Action<Self::Output>;
    fn feed(&mut self, input: Input<'_>);
    fn state(&self) -> String;
    fn resume(state: &str) -> Result<Self, DeliveryError>;
}

macro_rules! machines {
    ($($machine:ty => $output:ty, $state:expr, $resume:expr;)*) => { $(
        impl Machine for $machine {
            type Output = $output;

            fn poll(&mut self) -> Action<$output> {
                <$machine>::poll(self)
            }

            fn feed(&mut self, input: Input<'_>) {
                <$machine>::feed(self, input, 0.5);
            }

            fn state(&self) -> String {
                $state(self)
            }

            fn resume(state: &str) -> Result<Self, DeliveryError> {
                $resume(state)
            }
        }
    )* };
}

machines! {
    Delivery => Receipt, Delivery::state, Delivery::resume;
    BulkDelivery => BulkReport, BulkDelivery::state, BulkDelivery::resume;
    // A dry run has no saved state.
    DryRun => DryRunReport, |_: &DryRun| String::new(), |_| panic!("a dry run is not resumed");
}

/// Runs a delivery to its end. With one fault, it is resumed from its saved state before each step.
pub fn run<M: Machine>(delivery: M, lime: &mut Lime) -> Action<M::Output> {
    run_on(Execution::new(delivery), lime)
}

/// Runs a delivery that has begun to its end, as `run` does.
pub fn run_on<M: Machine>(mut execution: Execution<M>, lime: &mut Lime) -> Action<M::Output> {
    for _ in 0..5000 {
        let step = if lime.faults.len() == 1 { Execution::resumed_step } else { Execution::step_without_fault };
        if let Some(end) = step(&mut execution, lime) {
            return end;
        }
    }
    panic!("the delivery does not end: {:?}", lime.requests);
}

/// A step of an execution, without a fault or with those of `Lime::faults`.
pub type Step<M> = fn(&mut Execution<M>, &mut Lime) -> Option<Action<<M as Machine>::Output>>;

/// Calls `check` for some requests of a delivery, in order, each in a savepoint: with the number of the request, an execution
/// whose next request it is, and a Lime CRM that has handled the requests before it. These are sent once, by `step`.
pub fn at_each<M: Machine + Clone>(
    delivery: M,
    lime: &mut Lime,
    requests: impl IntoIterator<Item = usize>,
    step: Step<M>,
    mut check: impl FnMut(usize, &Execution<M>, &mut Lime),
) {
    assert!(lime.faults.is_empty(), "nothing goes wrong before");
    lime.with_savepoint(|lime| {
        let mut execution = Execution::new(delivery);
        for at in requests {
            while lime.requests.len() < at {
                assert!(step(&mut execution, lime).is_none(), "there are fewer than {at} requests");
            }
            lime.with_savepoint(|lime| check(at, &execution, lime));
            lime.faults.clear();
        }
    });
}

/// A delivery that runs step by step. As the documentation says, its state is saved before each write; a killed process
/// leaves this state.
#[derive(Clone)]
pub struct Execution<M> {
    pub delivery: M,
    saved: String,
}

impl<M: Machine> Execution<M> {
    pub fn new(delivery: M) -> Self {
        Self { saved: delivery.state(), delivery }
    }

    /// One request, or one wait. Returns the end if the delivery has ended.
    pub fn step_without_fault(&mut self, lime: &mut Lime) -> Option<Action<M::Output>> {
        self.step(lime, None)
    }

    /// Resumes the delivery from its saved state, then makes a step.
    pub fn resumed_step(&mut self, lime: &mut Lime) -> Option<Action<M::Output>> {
        let saved = self.delivery.state();
        self.delivery = M::resume(&saved).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(self.delivery.state(), saved);
        self.step(lime, None)
    }

    /// The next request, with the waits before it. Returns the end if there is no other request.
    pub fn request(&mut self, lime: &mut Lime, fault: Option<Fault>) -> Option<Action<M::Output>> {
        let before = lime.requests.len();
        while lime.requests.len() == before {
            if let Some(end) = self.step(lime, fault) {
                return Some(end);
            }
        }
        None
    }

    /// One request, or one wait. Returns the end if the delivery has ended. The fault is `fault`, or the one of `lime.faults`.
    pub fn step(&mut self, lime: &mut Lime, fault: Option<Fault>) -> Option<Action<M::Output>> {
        let action = loop {
            match self.delivery.poll() {
                // Whoever fetches a file goes on with its upload: no other process has its content.
                Action::Fetch { .. } => self.delivery.feed(Input::FileResponse(PICTURE)),
                other => break other,
            }
        };
        let (request, writes) = match action {
            Action::Send { request, writes, .. } => (request, writes),
            Action::Wait { milliseconds, .. } => {
                lime.time.pass(milliseconds);
                self.delivery.feed(Input::WaitElapsed);
                return None;
            }
            end => return Some(end),
        };
        if writes {
            self.saved = self.delivery.state();
        }
        let number = lime.requests.len();
        lime.writes.extend(writes.then_some(number));
        lime.requests.push(request.path.clone());
        let planned = lime.faults.iter().find(|(at, _)| *at == number).map(|(_, fault)| *fault);
        let handle = |lime: &mut Lime| {
            let response = lime.handle(&request);
            if let Some((_, late)) = lime.late.take_if(|(at, _)| *at < number) {
                lime.handle(&late);
            }
            response
        };
        let mut respond = |status, retry_after, body: &[u8]| {
            self.delivery.feed(Input::Response(ApiResponse { status, retry_after, body }));
        };
        match fault.or(planned) {
            None => {
                let (status, body) = handle(lime);
                respond(status, None, &body);
            }
            Some(Fault::TooMany) => respond(429, Some(2.0), b"{}"),
            Some(Fault::ErrorBefore) => respond(500, None, b"oops"),
            Some(Fault::ErrorAfter) => {
                handle(lime);
                respond(500, None, b"oops");
            }
            Some(Fault::Garbled) => {
                let (status, _) = handle(lime);
                respond(status, None, b"<html>");
            }
            Some(Fault::CutBefore) => self.delivery.feed(Input::NetworkError("it broke")),
            Some(Fault::CutAfter) => {
                handle(lime);
                self.delivery.feed(Input::NetworkError("it broke"));
            }
            Some(Fault::Late) => {
                lime.late = Some((number, request));
                self.delivery.feed(Input::NetworkError("it broke"));
            }
            Some(Fault::LateBy(milliseconds, status)) => {
                lime.time.add_late(milliseconds, request);
                match status {
                    0 => self.delivery.feed(Input::NetworkError("Lime CRM did not respond in time")),
                    status => respond(status, None, b"<html>"),
                }
            }
            Some(Fault::Answer(status, body)) => respond(status, None, body.as_bytes()),
            Some(Fault::AnswerAfter(status, body)) => {
                handle(lime);
                respond(status, None, body.as_bytes());
            }
            Some(Fault::Replaced(name, value)) => {
                let (status, body) = handle(lime);
                respond(status, None, &faults::replaced(&body, name, value));
            }
            Some(Fault::IgnoredFilter) => {
                let request = faults::without_filter(&request);
                let (status, body) = lime.handle(&request);
                respond(status, None, &body);
            }
            Some(Fault::Refused) => self.delivery.feed(Input::NotSent("the connection was refused")),
            Some(Fault::KilledBefore) => self.delivery = M::resume(&self.saved).unwrap(),
            Some(Fault::KilledAfter) => {
                handle(lime);
                self.delivery = M::resume(&self.saved).unwrap();
            }
        }
        None
    }
}
