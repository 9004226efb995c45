//! A site as the front knows it, with what is ready to be sent of it. What differs by language is made when it is
//! first asked for, and kept on one shelf for all sites.

use std::cell::{Cell, RefCell};
use std::num::NonZeroUsize;
use std::rc::Rc;

use lru::LruCache;
use protocol::site::{PublicSite, Site};
use serde_json::Value;

use crate::built;
use crate::front::hosted::colours;
use crate::front::incoming::Incoming;
use crate::front::negotiate::Language;
use crate::front::payload;
use crate::front::ready::Ready;
use crate::front::respond::{FOR_EVERY_PAGE, Header, TIMED};
use crate::front::sites;
use crate::problem::{ApiError, ApiResult};

/// A minute's freshness makes a change of the site visible soon; a day's staleness lets pages show
/// the launcher while the edge restarts. Open pages ask again as often. Private, since the answer tells the
/// time: a cache on the way would tell it later, and put right clocks wrong.
const FOR_PAGES: Header<'_> =
    ("cache-control", "private, max-age=60, stale-while-revalidate=86400");

/// The address carries the hash of what the site says, so its words never change (RFC 8246).
const FOREVER: Header<'_> = ("cache-control", "public, max-age=31536000, immutable");

/// Words that an address of an earlier version asks for: the next page asks for them by their own.
const FOR_NOW: Header<'_> = ("cache-control", "no-store");

/// How many loaders and tables of words are kept ready: some 25 KB each.
const MOST: NonZeroUsize = NonZeroUsize::new(500).expect("more than none");

/// What is kept on the shelf.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Kind {
    Loader,
    Words,
    WordsOfEarlier,
    NamedWords,
}

/// What was made ready, by the site's state, its kind, and its name within that.
type Shelf = LruCache<(u64, Kind, String), Rc<Ready>>;

thread_local! {
    static SHELF: RefCell<Shelf> = RefCell::new(LruCache::new(MOST));
    static LATEST: Cell<u64> = const { Cell::new(0) };
}

/// A site that exists.
#[derive(Debug)]
pub(crate) struct Known {
    /// What the site's object has told.
    pub(crate) public: PublicSite,
    /// The payload, filled, with the words of the site's own language.
    pub(crate) payload: Site,
    /// The origins of the pages that may embed the widget.
    pub(crate) origins: Vec<String>,
    /// `/v1/sites/{site}`.
    pub(crate) json: Ready,
    /// `/{site}.css`.
    pub(crate) colours: Ready,
    /// Stands for all words of the site.
    version: String,
    /// Which state of which site this is, for the shelf.
    number: u64,
}

impl Known {
    /// Makes ready what the site's object has told.
    ///
    /// # Errors
    /// Where the build is odd.
    pub(crate) fn new(public: PublicSite) -> ApiResult<Self> {
        let payload = payload::filled(&public, &*sites::manifest()?, &public.payload.language);
        let json = serde_json::to_string(&payload).map_err(ApiError::internal)?;
        let headers = [&[FOR_PAGES, ("content-type", "application/json")], &timed()[..]].concat();
        let number = LATEST.get().wrapping_add(1);
        LATEST.set(number);
        Ok(Self {
            json: Ready::new(&json, &headers)?,
            colours: colours::sheet(&payload.look.accent)?,
            origins: public.origins.clone(),
            version: payload::version(&public),
            number,
            payload,
            public,
        })
    }

    /// What a visitor reads, by what the browser prefers.
    pub(crate) fn language_for(&self, incoming: &Incoming) -> Language {
        let accepted = incoming.header("accept-language");
        let offered: Vec<&str> = self.payload.languages.iter().map(String::as_str).collect();
        Language::accepted(accepted.as_deref(), &offered, &self.payload.language)
    }

    /// `/{site}.js` for a browser that prefers this language.
    ///
    /// # Errors
    /// Where the build is odd.
    pub(crate) fn loader(&self, language: &str) -> ApiResult<Rc<Ready>> {
        self.ready(Kind::Loader, language, || {
            let payload = payload::filled(&self.public, &*sites::manifest()?, language);
            let json = payload::before_intent(&payload).map_err(ApiError::internal)?;
            let program = payload::joined(&built::loader(), &json)
                .ok_or_else(|| ApiError::internal("the loader has no place for the payload"))?;
            let script = [FOR_PAGES, ("content-type", "text/javascript; charset=utf-8")];
            Ready::by_language(&program, &[&script, &timed()[..]].concat())
        })
    }

    /// The words of a language under an address with this version, in the order of an earlier build where there is one.
    /// A page that was loaded before a word was changed gets what it is now.
    ///
    /// # Errors
    /// Where the build is odd.
    pub(crate) fn words(
        &self,
        language: &str,
        version: &str,
        earlier: Option<(&str, &Value)>,
    ) -> ApiResult<Rc<Ready>> {
        let is_latest = version == self.version;
        let (kind, cache) =
            if is_latest { (Kind::Words, FOREVER) } else { (Kind::WordsOfEarlier, FOR_NOW) };
        let (layout, order) = earlier.unzip();
        let name = [language, layout.unwrap_or_default()].join("/");
        self.ready(kind, &name, || {
            let json = payload::words(&self.public, language, order).map_err(ApiError::internal)?;
            let headers = [cache, ("content-type", "application/json")];
            Ready::new(&json, &[&headers, &FOR_EVERY_PAGE[..]].concat())
        })
    }

    /// The words of a language by name.
    ///
    /// # Errors
    /// Where the build is odd.
    pub(crate) fn named_words(&self, language: &str) -> ApiResult<Rc<Ready>> {
        self.ready(Kind::NamedWords, language, || {
            let words = payload::named_words(&self.public, language);
            let json = serde_json::to_string(&words).map_err(ApiError::internal)?;
            let headers = [FOR_PAGES, ("content-type", "application/json")];
            Ready::new(&json, &[&headers, &FOR_EVERY_PAGE[..]].concat())
        })
    }

    /// Whether the site says anything in this language.
    pub(crate) fn offers(&self, language: &str) -> bool {
        self.payload.languages.iter().any(|offered| offered == language)
    }

    fn ready(
        &self,
        kind: Kind,
        name: &str,
        make: impl FnOnce() -> ApiResult<Ready>,
    ) -> ApiResult<Rc<Ready>> {
        let key = (self.number, kind, name.to_owned());
        if let Some(ready) = SHELF.with_borrow_mut(|shelf| shelf.get(&key).cloned()) {
            return Ok(ready);
        }
        let ready = Rc::new(make()?);
        SHELF.with_borrow_mut(|shelf| shelf.put(key, ready.clone()));
        Ok(ready)
    }
}

/// For what any page may read, and what tells it the time.
fn timed() -> Vec<Header<'static>> {
    [&FOR_EVERY_PAGE[..], &TIMED].concat()
}
