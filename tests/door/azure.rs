//! Where tests find Azure's blobs: the server at `RENEXUS_TEST_AZURE`.

use std::thread;

use object_store::azure::{AzureAccessKey, AzureAuthorizer, AzureCredential};
use object_store::client::{HttpRequest, HttpRequestBody};
use object_store::signer::Method;

use super::blobs::{access, unused};

/// What stands in front of every blob of a test.
const PREFIX: &str = "team";

/// A container of its own.
#[derive(Clone, Debug)]
pub struct Container {
    /// Like `http://127.0.0.1:10000/account`.
    pub endpoint: String,
    pub account: String,
    pub key: String,
    pub container: String,
}

impl Container {
    /// One that was not there before.
    pub fn fresh() -> Self {
        let container = Self::at(&unused());
        let (status, answer) = container.ask(Method::PUT, "restype=container");
        assert_eq!(status, 201, "{answer}");
        container
    }

    /// One that is there.
    pub fn at(name: &str) -> Self {
        let [account, key, host, _] = access("RENEXUS_TEST_AZURE");
        let (endpoint, container) = (format!("http://{host}/{account}"), name.to_owned());
        Self { endpoint, account, key, container }
    }

    /// Where blobs are put.
    pub fn url(&self) -> String {
        format!("az://{}/{PREFIX}", self.container)
    }

    /// The settings of a server that keeps its blobs here.
    pub fn settings(&self) -> Vec<(&'static str, String)> {
        vec![
            ("blobs.url", self.url()),
            ("blobs.endpoint", self.endpoint.clone()),
            ("blobs.access_key", self.account.clone()),
            ("blobs.secret_key", self.key.clone()),
        ]
    }

    /// Blobs that are there as a whole.
    pub fn blobs(&self) -> usize {
        self.listed("")
    }

    /// Blobs that are there, and those of which parts are there.
    pub fn begun(&self) -> usize {
        self.listed("&include=uncommittedblobs")
    }

    fn listed(&self, which: &str) -> usize {
        let query = format!("restype=container&comp=list{which}");
        let (status, answer) = self.ask(Method::GET, &query);
        assert_eq!(status, 200, "{answer}");
        answer.matches("<Blob>").count()
    }

    fn ask(&self, method: Method, query: &str) -> (u16, String) {
        let url = format!("{}/{}?{query}", self.endpoint, self.container);
        let mut request = HttpRequest::new(HttpRequestBody::empty());
        *request.method_mut() = method.clone();
        *request.uri_mut() = url.parse().unwrap();
        let key = AzureCredential::AccessKey(AzureAccessKey::try_new(&self.key).unwrap());
        AzureAuthorizer::new(&key, &self.account).try_authorize(&mut request).unwrap();
        let asked = reqwest::Client::new().request(method, url).headers(request.headers().clone());
        waited(async {
            let answer = asked.send().await.expect("the server of Azure's blobs answers");
            (answer.status().as_u16(), answer.text().await.unwrap())
        })
    }
}

/// What comes of it. Servers are started from threads that wait for others already.
fn waited<T: Send>(work: impl Future<Output = T> + Send) -> T {
    let wait = || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.unwrap().block_on(work)
    };
    thread::scope(|scope| scope.spawn(wait).join().unwrap())
}
