//! What the inbox asks of the browser outside of its own elements: address,
//! storage, focus, timers, dice.

use std::pin::pin;

use futures_util::future::select;
use js_sys::Promise;
use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, AddEventListenerOptions, Element, EventTarget, HtmlElement, HtmlInputElement,
    Storage, Url,
};

use crate::state::place::{self, Place};

/// Takes the key of a personal link out of the address bar, so that it is neither
/// seen over a shoulder nor kept in the history.
pub(crate) fn take_key() -> Option<String> {
    let url = address()?;
    let key = url.hash();
    let key = key.strip_prefix('#').filter(|key| !key.is_empty())?.to_owned();
    url.set_hash("");
    // `replaceState` refuses only other origins.
    if let Ok(history) = window().history() {
        history.replace_state_with_url(&JsValue::NULL, "", Some(&url.href())).ok();
    }
    Some(key)
}

/// What the address says is open.
pub(crate) fn place() -> Place {
    let Some(url) = address() else { return Place::List };
    let parameters = url.search_params();
    Place::read(parameters.get(place::CONVERSATION), parameters.get(place::PAGE).as_deref())
}

/// Writes into the address what is open, as a step that "back" undoes.
pub(crate) fn go(place: &Place) {
    if let (Some(url), Ok(history)) = (address(), window().history()) {
        url.set_search(&place.query());
        history.push_state_with_url(&JsValue::NULL, "", Some(&url.href())).ok();
    }
}

fn address() -> Option<Url> {
    Url::new(&window().location().href().ok()?).ok()
}

/// The address of the live socket.
pub(crate) fn socket_address(path: &str) -> Option<String> {
    let url = address()?;
    let scheme = if url.protocol() == "https:" { "wss" } else { "ws" };
    Some(format!("{scheme}://{}{path}", url.host()))
}

/// The languages that the reader wants, the most wanted first.
pub(crate) fn languages() -> Vec<String> {
    window().navigator().languages().iter().filter_map(|tag| tag.as_string()).collect()
}

/// Whether the keyboard has a Cmd key where others have Ctrl.
pub(crate) fn is_mac() -> bool {
    window().navigator().platform().is_ok_and(|name| name.starts_with("Mac"))
}

/// The tab's storage; none where the reader forbids it.
pub(crate) fn tab_storage() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

/// The storage that outlives the tab; none where the reader forbids it.
pub(crate) fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// A new idempotency key.
pub(crate) fn new_key() -> String {
    window().crypto().map(|crypto| crypto.random_uuid()).unwrap_or_default()
}

/// The element with this id.
pub(crate) fn element(id: &str) -> Option<HtmlElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// The element that has the focus; none where it is nowhere in particular.
pub(crate) fn focused() -> Option<Element> {
    document().active_element().filter(|element| element.tag_name() != "BODY")
}

/// Moves the focus to an element that exists already.
pub(crate) fn focus(id: &str) {
    if let Some(element) = element(id) {
        // Focus fails on nothing that is in the document.
        element.focus().ok();
    }
}

/// Moves the focus to an element that the next drawing brings.
pub(crate) fn focus_soon(id: String) {
    leptos::prelude::request_animation_frame(move || focus(&id));
}

/// Copies what stands in a field. Where the browser does not allow that, selects it, and gives false.
pub(crate) async fn copy(id: &str) -> bool {
    let Some(field) = element(id).and_then(|field| field.dyn_into::<HtmlInputElement>().ok())
    else {
        return false;
    };
    let clipboard = window().navigator().clipboard();
    // Pages that were not fetched securely have none.
    let copied = !clipboard.is_undefined()
        && JsFuture::from(clipboard.write_text(&field.value())).await.is_ok();
    if !copied {
        field.focus().ok();
        field.select();
    }
    copied
}

/// Sets the document's title.
pub(crate) fn set_title(title: &str) {
    document().set_title(title);
}

/// Sets the document's icon from an SVG.
pub(crate) fn set_icon(svg: &str) {
    let link = document().query_selector("link[rel=icon]").ok().flatten().or_else(|| {
        let link = document().create_element("link").ok()?;
        link.set_attribute("rel", "icon").ok()?;
        document().head()?.append_child(&link).ok()?;
        Some(link)
    });
    if let Some(link) = link {
        let address = format!("data:image/svg+xml,{}", js_sys::encode_uri_component(svg));
        link.set_attribute("href", &address).ok();
    }
}

/// Sets the language of the page's texts.
pub(crate) fn set_language(language: &str) {
    if let Some(root) = document().document_element() {
        root.set_attribute("lang", language).ok();
    }
}

/// Waits.
pub(crate) async fn sleep(millis: u32) {
    let millis = i32::try_from(millis).unwrap_or(i32::MAX);
    let promise = Promise::new(&mut |resolve, _| {
        window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, millis).ok();
    });
    JsFuture::from(promise).await.ok();
}

/// Waits until the time has passed, or something happens that makes it worth
/// looking at once: the browser is connected again, the page is seen again.
pub(crate) async fn sleep_until_stirred(millis: u32) {
    let Ok(ends) = AbortController::new() else { return sleep(millis).await };
    let options = AddEventListenerOptions::new();
    options.set_signal(&ends.signal());
    let stirred = Promise::new(&mut |resolve, _| {
        for (target, event) in
            [(EventTarget::from(window()), "online"), (document().into(), "visibilitychange")]
        {
            let listen =
                EventTarget::add_event_listener_with_callback_and_add_event_listener_options;
            listen(&target, event, &resolve, &options).ok();
        }
    });
    select(pin!(sleep(millis)), JsFuture::from(stirred)).await;
    ends.abort();
}

/// From 0 to 1, by chance.
pub(crate) fn dice() -> f64 {
    js_sys::Math::random()
}
