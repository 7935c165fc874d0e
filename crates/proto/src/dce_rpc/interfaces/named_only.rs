//! Interfaces known by their name only.

use super::Interface;

interfaces! {
    "0a74ef1c-41a4-4e06-83ae-dc74fb1cdd53" "idletask" {}
    "0b6edbfa-4a24-4fc6-8a23-942b1eca65d1" "IRPCAsyncNotify" {}
    "0d72a7d4-6148-11d1-b4aa-00c04fb66ea0" "ICertProtect" {}
    "12b81e99-f207-4a4c-85d3-77b42f76fd14" "ISeclogon" {}
    "2f59a331-bf7d-48cb-9ec5-7c090d76e8b8" "lcrpc" {}
    "2f5f3220-c126-1076-b549-074d078619da" "nddeapi" {}
    "2f5f6520-ca46-1067-b319-00dd010662da" "tapsrv" {}
    "2f5f6521-ca47-1068-b319-00dd010662db" "remotesp" {}
    "342cfd40-3c6c-11ce-a893-08002b2e9c6d" "llsrpc" {}
    "3c4728c5-f0ab-448b-bda1-6ce01eb0a6d5" "RpcSrvDHCPC" {}
    "3c4728c5-f0ab-448b-bda1-6ce01eb0a6d6" "dhcpcsvc6" {}
    "3d267954-eeb7-11d1-b94e-00c04fa3080d" "HydraLsPipe" {}
    "3faf4738-3a21-4307-b46c-fdda9bb8c0d5" "AudioSrv" {}
    "4590f812-1d3a-11d0-891f-00aa004b2e24" "IWbemClassObject unmarshaler" {}
    "4b112204-0e19-11d3-b42b-0000f81feb9f" "ssdpsrv" {}
    "51c82175-844e-4750-b0d8-ec255555bc06" "KMS" {}
    "57674cd0-5200-11ce-a897-08002b2e9c6d" "lls_license" {}
    "674b6698-ee92-11d0-ad71-00c04fd8fdff" "IWbemContext unmarshaler" {}
    "68b58241-c259-4f03-a2e5-a2651dcbc930" "IKeySvc2" {}
    "833e4200-aff7-4ac3-aac2-9f24c1457bce" "IPCHService" {}
    "83da7c00-e84f-11d2-9807-00c04f8ec850" "sfcapi" {}
    "8d0ffe72-d252-11d0-bf8f-00c04fd9126b" "IKeySvc" {}
    "8d9f4e40-a03d-11ce-8f69-08003e30051b" "pnp" {}
    "8da03f40-3419-11d1-8fb1-00a024cb6019" "INtmsSession1" {}
    "9a653086-174f-11d2-b5f9-00104b703efd" "IWbemClassObject interface" {}
    "ae33069b-a2a8-46ee-a235-ddfd339be281" "IRPCRemoteObject" {}
    "c386ca3e-9061-4a72-821e-498d83be188f" "AudioRpc" {}
    "c49e32c6-bc8b-11d2-85d4-00105a1f8304" "IWbemBackupRestoreEx interface" {}
    "c8cb7687-e6d3-11d2-a958-00c04f682e16" "DAV RPC SERVICE" {}
    "d3fbb514-0e3b-11cb-8fad-08002b1d29c3" "NsiC" {}
    "d61a27c6-8f53-11d0-bfa0-00a024151983" "CNtmsSvr" {}
    "d6d70ef0-0e3b-11cb-acc3-08002b1d29c3" "NsiS" {}
    "d6d70ef0-0e3b-11cb-acc3-08002b1d29c4" "NsiM" {}
    "dea00003-6c97-11d1-8271-00a02442df7d" "PNIO-CM-Supervisor" {}
    "dea00004-6c97-11d1-8271-00a02442df7d" "PNIO-CM-ParameterServer" {}
    "f120a684-b926-447f-9df4-c966cb785648" "IRASrv" {}
    "f50aac00-c7f3-428e-a022-a6b71bfb9d43" "ICatDBSvc" {}
}
