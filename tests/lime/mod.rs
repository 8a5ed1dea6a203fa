//! A Lime CRM in memory, as far as deliveries ask it, that can be told to fail.

#![allow(dead_code, reason = "each of the tests uses its part")]

mod bulk_import;

use serde_json::{Map, Value, json};
use userlike_limeobject::{
    Action, ApiRequest, ApiResponse, BulkDelivery, BulkReport, Delivery, DeliveryError, DryRun, DryRunReport,
    HttpMethod, Input, Receipt, RequestBody,
};

pub use bulk_import::BulkImport;

/// What goes wrong with one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The connection breaks before Lime CRM does anything.
    CutBefore,
    /// The connection breaks after Lime CRM did it.
    CutAfter,
    /// Lime CRM answers 500 without doing it.
    ErrorBefore,
    /// Lime CRM does it and answers 500.
    ErrorAfter,
    /// Lime CRM answers 429.
    TooMany,
    /// Lime CRM does it, and the answer is no JSON.
    Garbled,
    /// The process ends before the request leaves; another takes up the state that was kept.
    KilledBefore,
    /// The process ends after Lime CRM did it.
    KilledAfter,
    /// The connection breaks, and Lime CRM does it only after it was asked something else.
    Late,
}

impl Fault {
    /// Those that every request may meet. To read first does not help against what is done later.
    pub const ALL: [Fault; 8] = [
        Fault::CutBefore,
        Fault::CutAfter,
        Fault::ErrorBefore,
        Fault::ErrorAfter,
        Fault::TooMany,
        Fault::Garbled,
        Fault::KilledBefore,
        Fault::KilledAfter,
    ];
}

/// A Lime CRM.
#[derive(Debug, Clone, Default)]
pub struct Lime {
    pub objects: Vec<(String, i64, Map<String, Value>)>,
    pub files: i64,
    /// Requests that were answered or broke, in order.
    pub asked: Vec<String>,
    /// Faults by the number of the request.
    pub faults: Vec<(usize, Fault)>,
    /// Called after each request was carried out: what somebody else does meanwhile.
    pub meanwhile: Option<fn(&mut Lime, &ApiRequest)>,
    pub bulk_import: BulkImport,
    /// How it answers several values in one query.
    pub several: Several,
    /// What is still on its way.
    pub late: Option<(usize, ApiRequest)>,
}

/// How a Lime CRM takes a query for several values: `IN`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Several {
    /// As one would expect; relations are ids.
    #[default]
    Plain,
    /// Relations are the objects that they point at.
    Objects,
    /// Relations are told by words.
    Words,
    /// It refuses them.
    Refused,
    /// It answers a few objects only, however many were asked for.
    Few,
}

impl Lime {
    pub fn add(&mut self, limetype: &str, values: Value) -> i64 {
        let id = 1001 + self.objects.iter().filter(|(known, ..)| known == limetype).count() as i64;
        self.objects.push((limetype.to_owned(), id, values.as_object().unwrap().clone()));
        id
    }

    pub fn all(&self, limetype: &str) -> Vec<&Map<String, Value>> {
        self.objects.iter().filter(|(known, ..)| known == limetype).map(|(.., values)| values).collect()
    }

    /// The body of the answer to a request.
    pub fn answer_to(&mut self, request: &ApiRequest) -> Vec<u8> {
        self.answer(request).1.to_string().into_bytes()
    }

    fn answer(&mut self, request: &ApiRequest) -> (u16, Value) {
        let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
        let parts: Vec<_> = path.trim_matches('/').split('/').collect();
        let body = || match &request.body {
            Some(RequestBody::Json(text)) => serde_json::from_str::<Map<String, Value>>(text).unwrap(),
            other => panic!("{other:?}"),
        };
        let answer = match (request.method, parts.as_slice()) {
            (HttpMethod::Get, ["api", "v1", "query"]) => self.query(&decoded(query.strip_prefix("q=").unwrap())),
            (HttpMethod::Get, ["api", "v1", "limeobject", limetype, id]) => match self.find(limetype, id) {
                Some((_, id, values)) => {
                    let mut values = values.clone();
                    values.insert("_id".to_owned(), (*id).into());
                    (200, values.into())
                }
                None => (404, json!({ "message": "not found" })),
            },
            (HttpMethod::Post, ["api", "v1", "limeobject", limetype]) => {
                let id = self.add(limetype, body().into());
                (201, json!({ "_id": id }))
            }
            (HttpMethod::Put, ["api", "v1", "limeobject", limetype, id]) => {
                let changes = body();
                let (.., values) = self.find(limetype, id).unwrap();
                values.extend(changes);
                (200, json!({}))
            }
            (HttpMethod::Post, ["api", "v1", "file"]) => {
                self.files += 1;
                (201, json!({ "id": self.files }))
            }
            (_, ["limepkg-mbeku-bulk-import", "bulk-imports", job @ ..]) => bulk_import::answer(self, request, job),
            other => panic!("{other:?}"),
        };
        if let Some(meanwhile) = self.meanwhile {
            meanwhile(self, request);
        }
        answer
    }

    fn find(&mut self, limetype: &str, id: &str) -> Option<&mut (String, i64, Map<String, Value>)> {
        let id: i64 = id.parse().unwrap();
        self.objects.iter_mut().find(|(known, known_id, _)| known == limetype && *known_id == id)
    }

    fn query(&self, query: &str) -> (u16, Value) {
        let query: Value = serde_json::from_str(query).unwrap();
        let has_several = query["filter"]["op"] == "IN";
        if has_several && self.several == Several::Refused {
            return (400, json!({ "message": "IN is not known" }));
        }
        let matches = |id: i64, values: &Map<String, Value>| fits(&query["filter"], id, values);
        let names = query["responseFormat"]["object"].as_object().unwrap();
        let shown = |name: &String, id: i64, values: &Map<String, Value>| match values.get(name) {
            _ if name == "_id" => id.into(),
            Some(Value::Number(id)) if name == "ulconversation" => match self.several {
                Several::Objects => json!({ "_id": id, "_descriptive": "Conversation" }),
                Several::Words => "Conversation".into(),
                _ => id.clone().into(),
            },
            value => value.cloned().unwrap_or_default(),
        };
        let mut found: Vec<_> = self
            .objects
            .iter()
            .filter(|(limetype, id, values)| query["limetype"] == **limetype && matches(*id, values))
            .map(|(_, id, values)| {
                names.keys().map(|name| (name.clone(), shown(name, *id, values))).collect::<Map<_, _>>()
            })
            .collect();
        if query["orderBy"][0]["_id"] == "DESC" {
            found.reverse();
        }
        let limit = query["limit"].as_u64().unwrap() as usize;
        found.truncate(if has_several && self.several == Several::Few { limit.min(3) } else { limit });
        (200, json!({ "objects": found }))
    }
}

fn fits(filter: &Value, id: i64, values: &Map<String, Value>) -> bool {
    let exp = &filter["exp"];
    match filter["op"].as_str() {
        None => true,
        Some("AND") => exp.as_array().unwrap().iter().all(|filter| fits(filter, id, values)),
        Some("=") => is_same(values.get(filter["key"].as_str().unwrap()), exp),
        Some("IN") => {
            let value = values.get(filter["key"].as_str().unwrap());
            exp.as_array().unwrap().iter().any(|exp| is_same(value, exp))
        }
        Some(">") => filter["key"] == "_id" && id > exp.as_i64().unwrap(),
        Some(other) => panic!("{other}"),
    }
}

/// Texts are the same, to this Lime CRM, whatever the case of their letters.
fn is_same(value: Option<&Value>, exp: &Value) -> bool {
    match (value, exp) {
        (Some(Value::String(value)), Value::String(exp)) => value.to_lowercase() == exp.to_lowercase(),
        (value, exp) => value == Some(exp),
    }
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let hex: Vec<u8> = if byte == b'%' { rest.by_ref().take(2).collect() } else { Vec::new() };
        bytes.push(if byte == b'%' {
            u8::from_str_radix(std::str::from_utf8(&hex).unwrap(), 16).unwrap()
        } else {
            byte
        });
    }
    String::from_utf8(bytes).unwrap()
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

/// Carries a delivery out to its end. What is kept is only what the loop's rule says: the state before each write; it
/// is what a killed process leaves. With one fault, everything else is taken up from its text at each step, too.
pub fn carry_out<M: Machine>(delivery: M, lime: &mut Lime) -> Action<M::Output> {
    let mut under_way = UnderWay::new(delivery);
    for _ in 0..5000 {
        if lime.faults.len() == 1 {
            under_way.delivery = M::resume(&under_way.delivery.state()).unwrap_or_else(|error| panic!("{error}"));
        }
        if let Some(end) = under_way.step(lime, None) {
            return end;
        }
    }
    panic!("it does not come to an end: {:?}", lime.asked);
}

/// A delivery that is carried out step by step.
pub struct UnderWay<M> {
    pub delivery: M,
    kept: String,
}

impl<M: Machine> UnderWay<M> {
    pub fn new(delivery: M) -> Self {
        Self { kept: delivery.state(), delivery }
    }

    /// One request, or one wait; the end when it is there. The fault is this one, or the one that the Lime CRM was told of.
    pub fn step(&mut self, lime: &mut Lime, fault: Option<Fault>) -> Option<Action<M::Output>> {
        let (request, writes) = match self.delivery.poll() {
            Action::Send { request, writes, .. } => (request, writes),
            Action::Wait { .. } => {
                self.delivery.feed(Input::WaitElapsed);
                return None;
            }
            end => return Some(end),
        };
        if writes {
            self.kept = self.delivery.state();
        }
        let number = lime.asked.len();
        lime.asked.push(request.path.clone());
        let told = lime.faults.iter().find(|(at, _)| *at == number).map(|(_, fault)| *fault);
        let done = |lime: &mut Lime| {
            let (status, body) = lime.answer(&request);
            if let Some((_, late)) = lime.late.take_if(|(at, _)| *at < number) {
                lime.answer(&late);
            }
            (status, body.to_string().into_bytes())
        };
        let mut feed = |status, retry_after, body: &[u8]| {
            self.delivery.feed(Input::Response(ApiResponse { status, retry_after, body }));
        };
        match fault.or(told) {
            None => {
                let (status, body) = done(lime);
                feed(status, None, &body);
            }
            Some(Fault::TooMany) => feed(429, Some(2.0), b"{}"),
            Some(Fault::ErrorBefore) => feed(500, None, b"oops"),
            Some(Fault::ErrorAfter) => {
                done(lime);
                feed(500, None, b"oops");
            }
            Some(Fault::Garbled) => {
                let (status, _) = done(lime);
                feed(status, None, b"<html>");
            }
            Some(Fault::CutBefore) => self.delivery.feed(Input::NetworkError("it broke")),
            Some(Fault::CutAfter) => {
                done(lime);
                self.delivery.feed(Input::NetworkError("it broke"));
            }
            Some(Fault::Late) => {
                lime.late = Some((number, request));
                self.delivery.feed(Input::NetworkError("it broke"));
            }
            Some(Fault::KilledBefore) => self.delivery = M::resume(&self.kept).unwrap(),
            Some(Fault::KilledAfter) => {
                done(lime);
                self.delivery = M::resume(&self.kept).unwrap();
            }
        }
        None
    }
}
