//! Devices, accounts, and who had an address.

use crate::Problem;
use crate::extract::Parameters;
use crate::json::{Account, Device, Held, Moment};
use crate::limits::LIST_MAX;
use crate::state::State;
use crate::work;
use axum::Json;
use axum::extract::{self, Path};
use serde::{Deserialize, Serialize};
use std::net::IpAddr;
use thymus_entity::{AccountView, DeviceView};
use utoipa::{IntoParams, ToSchema};

/// Which devices or accounts.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListRequest {
    /// Only those with this in a name, an address, a tag or the id, in letters of either case.
    #[serde(default)]
    text: String,
    /// Only those whose id or name comes behind this one: the `next` of the page before.
    after: Option<String>,
    /// How many; at most, and if nothing is said, 5,000.
    limit: Option<usize>,
}

/// Devices.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Devices {
    /// By id.
    devices: Vec<Device>,
    /// The `after` with which the next page begins; absent if there is no more.
    next: Option<String>,
}

/// Accounts.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AccountList {
    /// By name.
    accounts: Vec<Account>,
    /// The `after` with which the next page begins; absent if there is no more.
    next: Option<String>,
}

/// At which address, and when.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct WhoHadRequest {
    /// The address.
    #[param(value_type = String)]
    address: IpAddr,
    /// The moment; now if nothing is said.
    time: Option<Moment>,
}

/// Who had an address.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WhoHad {
    /// Who had it then; absent where the address was never seen.
    holder: Option<Held>,
    /// Everybody who had it, the first one first.
    history: Vec<Held>,
}

impl ListRequest {
    /// A page of what is sorted by name: what fits, and the name behind which the next page begins.
    fn page<T>(
        &self,
        all: Vec<T>,
        name: impl Fn(&T) -> &str,
        texts: impl Fn(&T) -> Vec<String>,
    ) -> Result<(Vec<T>, Option<String>), Problem> {
        let limit = self.limit.unwrap_or(LIST_MAX);
        if limit == 0 || limit > LIST_MAX {
            return Err(Problem::invalid(format!("`limit` is between 1 and {LIST_MAX}")));
        }
        let text = self.text.to_lowercase();
        let fits = |one: &T| {
            let behind = self.after.as_deref().is_none_or(|after| name(one) > after);
            behind && (text.is_empty() || texts(one).iter().any(|known| known.to_lowercase().contains(&text)))
        };
        let mut page: Vec<T> = all.into_iter().filter(fits).take(limit + 1).collect();
        let more = page.len() > limit;
        page.truncate(limit);
        let next = page.last().filter(|_| more).map(|last| name(last).to_owned());
        Ok((page, next))
    }
}

fn texts_of_device(device: &DeviceView) -> Vec<String> {
    let names = device.names.iter().map(|known| known.name.clone());
    let addresses = device.addresses.iter().map(|held| held.address.to_string());
    let tags = device.tags.iter().map(|tag| tag.name.clone());
    std::iter::once(device.id.clone()).chain(names).chain(addresses).chain(tags).collect()
}

fn texts_of_account(account: &AccountView) -> Vec<String> {
    let devices = account.devices.iter().map(|used| used.device.clone());
    account.spellings.iter().cloned().chain([account.name.clone()]).chain(devices).collect()
}

/// The devices that were seen.
#[utoipa::path(get, path = "/api/v1/devices", tag = "identities", operation_id = "list_devices", params(ListRequest),
    responses((status = 200, description = "A page of devices.", body = Devices),
        (status = "default", description = "It could not be done.", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn devices(
    extract::State(state): extract::State<State>,
    Parameters(request): Parameters<ListRequest>,
) -> Result<Json<Devices>, Problem> {
    let (places, time) = (state.searches.clone(), state.settings.search_time);
    work::run(&places, time, move |_| {
        let all = state.services.identities.devices();
        let (page, next) = request.page(all, |device| &device.id, texts_of_device)?;
        Ok(Json(Devices { devices: page.into_iter().map(Into::into).collect(), next }))
    })
    .await
}

/// One device.
#[utoipa::path(get, path = "/api/v1/devices/{id}", tag = "identities", operation_id = "get_device",
    params(("id" = String, Path, description = "Its id: `mac:…`, `host:…` or `ip:…`.")),
    responses((status = 200, description = "What is known of it.", body = Device),
        (status = "default", description = "It could not be done.", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn device(
    extract::State(state): extract::State<State>,
    Path(id): Path<String>,
) -> Result<Json<Device>, Problem> {
    let (places, time) = (state.searches.clone(), state.settings.search_time);
    work::run(&places, time, move |_| {
        let device = state.services.identities.device(&id);
        let device = device.ok_or_else(|| Problem::not_found(format!("there is no device {id:?}")))?;
        Ok(Json(device.into()))
    })
    .await
}

/// Who had an address at a moment, and everybody else who had it.
#[utoipa::path(get, path = "/api/v1/who-had", tag = "identities", operation_id = "who_had", params(WhoHadRequest),
    responses((status = 200, description = "Who had it.", body = WhoHad),
        (status = "default", description = "It could not be done.", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn who_had(
    extract::State(state): extract::State<State>,
    Parameters(request): Parameters<WhoHadRequest>,
) -> Result<Json<WhoHad>, Problem> {
    let moment = request.time.map_or_else(|| state.services.clock.now(), |moment| moment.0);
    let (places, time) = (state.searches.clone(), state.settings.search_time);
    work::run(&places, time, move |_| {
        let identities = &state.services.identities;
        let holder = identities.who_had(request.address, moment).map(Into::into);
        let history = identities.history(request.address).into_iter().map(Into::into).collect();
        Ok(Json(WhoHad { holder, history }))
    })
    .await
}

/// The accounts that were seen.
#[utoipa::path(get, path = "/api/v1/accounts", tag = "identities", operation_id = "list_accounts", params(ListRequest),
    responses((status = 200, description = "A page of accounts.", body = AccountList),
        (status = "default", description = "It could not be done.", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn accounts(
    extract::State(state): extract::State<State>,
    Parameters(request): Parameters<ListRequest>,
) -> Result<Json<AccountList>, Problem> {
    let (places, time) = (state.searches.clone(), state.settings.search_time);
    work::run(&places, time, move |_| {
        let all = state.services.identities.accounts();
        let (page, next) = request.page(all, |account| &account.name, texts_of_account)?;
        Ok(Json(AccountList { accounts: page.into_iter().map(Into::into).collect(), next }))
    })
    .await
}

/// One account.
#[utoipa::path(get, path = "/api/v1/accounts/{name}", tag = "identities", operation_id = "get_account",
    params(("name" = String, Path, description = "Its name in any spelling: `DOMAIN\\user`, `user@domain`, `user`.")),
    responses((status = 200, description = "What is known of it.", body = Account),
        (status = "default", description = "It could not be done.", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn account(
    extract::State(state): extract::State<State>,
    Path(name): Path<String>,
) -> Result<Json<Account>, Problem> {
    let (places, time) = (state.searches.clone(), state.settings.search_time);
    work::run(&places, time, move |_| {
        let account = state.services.identities.account(&name);
        let account = account.ok_or_else(|| Problem::not_found(format!("there is no account {name:?}")))?;
        Ok(Json(account.into()))
    })
    .await
}
