//! Services, jobs, registry, shares, logs and sessions of a host.

use super::Interface;

interfaces! {
    "00000000-0000-0000-c000-000000000046" "IUnknown" {
        0: QueryInterface AddRef Release;
    }
    "081e7188-c080-4ff3-9238-29f66d6cabfd" "IMessenger" {
        0: QueryInterface AddRef Release SendMessage RecallMessage;
    }
    "11899a43-2b68-4a76-92e3-a3d6ad8c26ce" "TermServNotification" {
        0: RpcWaitForSessionState RpcRegisterAsyncNotification RpcWaitAsyncNotification;
        3: RpcUnRegisterAsyncNotification;
    }
    "1257b580-ce2f-4109-82d6-a9459d0bf6bc" "SessEnvPublicRpc" {
        0: RpcShadow2;
    }
    "135698d2-3a37-4d26-99df-e2bb6ae3ac61" "IVolumeClient3" {
        3: EnumDisksEx EnumDiskRegionsEx CreatePartition CreatePartitionAssignAndFormat;
        7: CreatePartitionAssignAndFormatEx DeletePartition InitializeDiskStyle MarkActivePartition Eject;
        12: Reserved_Opnum12 FTEnumVolumes FTEnumLogicalDiskMembers FTDeleteVolume FTBreakMirror;
        17: FTResyncMirror FTRegenerateParityStripe FTReplaceMirrorPartition FTReplaceParityStripePartition;
        21: EnumDriveLetters AssignDriveLetter FreeDriveLetter EnumLocalFileSystems GetInstalledFileSystems;
        26: Format EnumVolumes EnumVolumeMembers CreateVolume CreateVolumeAssignAndFormat;
        31: CreateVolumeAssignAndFormatEx GetVolumeMountName GrowVolume DeleteVolume;
        35: CreatePartitionsForVolume DeletePartitionsForVolume GetMaxAdjustedFreeSpace AddMirror;
        39: RemoveMirror SplitMirror InitializeDiskEx UninitializeDisk ReConnectDisk ImportDiskGroup;
        45: DiskMergeQuery DiskMerge ReAttachDisk ReplaceRaid5Column RestartVolume GetEncapsulateDiskInfoEx;
        51: EncapsulateDiskEx QueryChangePartitionNumbers DeletePartitionNumberInfoFromRegistry SetDontShow;
        55: GetDontShow Reserved0 Reserved1 Reserved2 Reserved3 Reserved4 Reserved5 Reserved6 Reserved7;
        64: EnumTasks GetTaskDetail AbortTask HrGetErrorData Initialize Uninitialize Refresh RescanDisks;
        72: RefreshFileSys SecureSystemPartition ShutDownSystem EnumAccessPath EnumAccessPathForVolume;
        77: AddAccessPath DeleteAccessPath;
    }
    "17fdd703-1827-4e34-79d4-24a55c53bb37" "msgsvc" {
        0: NetrMessageNameAdd NetrMessageNameEnum NetrMessageNameGetInfo NetrMessageNameDel;
    }
    "1a927394-352e-4553-ae3f-7cf4aafca620" "WdsRpcInterface" {
        0: WdsRpcMessage;
    }
    "1ff70682-0a51-30e8-076d-740be8cee98b" "atsvc" {
        0: NetrJobAdd NetrJobDel NetrJobEnum NetrJobGetInfo;
    }
    "22e5386d-8b12-4bf0-b0ec-6a1ea419e366" "NetEventForwarder" {
        0: RpcNetEventOpenSession RpcNetEventReceiveData RpcNetEventCloseSession;
    }
    "338cd001-2244-31f1-aaaa-900038001003" "winreg" {
        0: OpenClassesRoot OpenCurrentUser OpenLocalMachine OpenPerformanceData OpenUsers BaseRegCloseKey;
        6: BaseRegCreateKey BaseRegDeleteKey BaseRegDeleteValue BaseRegEnumKey BaseRegEnumValue;
        11: BaseRegFlushKey BaseRegGetKeySecurity BaseRegLoadKey BaseRegNotifyChangeKeyValue BaseRegOpenKey;
        16: BaseRegQueryInfoKey BaseRegQueryValue BaseRegReplaceKey BaseRegRestoreKey BaseRegSaveKey;
        21: BaseRegSetKeySecurity BaseRegSetValue BaseRegUnLoadKey BaseInitiateSystemShutdown;
        25: BaseAbortSystemShutdown BaseRegGetVersion OpenCurrentConfig OpenDynData;
        29: BaseRegQueryMultipleValues BaseInitiateSystemShutdownEx BaseRegSaveKeyEx OpenPerformanceText;
        33: OpenPerformanceNlsText BaseRegQueryMultipleValues2 BaseRegDeleteKeyEx;
    }
    "367abb81-9844-35f1-ad32-98f038001003" "svcctl" {
        0: CloseServiceHandle ControlService DeleteService LockServiceDatabase QueryServiceObjectSecurity;
        5: SetServiceObjectSecurity QueryServiceStatus SetServiceStatus UnlockServiceDatabase;
        9: NotifyBootConfigStatus ScSetServiceBitsW ChangeServiceConfigW CreateServiceW;
        13: EnumDependentServicesW EnumServicesStatusW OpenSCManagerW OpenServiceW QueryServiceConfigW;
        18: QueryServiceLockStatusW StartServiceW GetServiceDisplayNameW GetServiceKeyNameW ScSetServiceBitsA;
        23: ChangeServiceConfigA CreateServiceA EnumDependentServicesA EnumServicesStatusA OpenSCManagerA;
        28: OpenServiceA QueryServiceConfigA QueryServiceLockStatusA StartServiceA GetServiceDisplayNameA;
        33: GetServiceKeyNameA ScGetCurrentGroupStateW EnumServiceGroupW ChangeServiceConfig2A;
        37: ChangeServiceConfig2W QueryServiceConfig2A QueryServiceConfig2W QueryServiceStatusEx;
        41: EnumServicesStatusExA EnumServicesStatusExW ScSendTSMessage CreateServiceWOW64A;
        45: CreateServiceWOW64W ScQueryServiceTagInfo NotifyServiceStatusChange GetNotifyResult;
        49: CloseNotifyHandle ControlServiceExA ControlServiceExW ScSendPnPMessage ScValidatePnPService;
        54: ScOpenServiceStatusHandle;
        56: QueryServiceConfigEx;
        60: CreateWowService;
        64: OpenSCManager2;
    }
    "378e52b0-c0a9-11cf-822d-00aa0051e40f" "sasec" {
        0: SASetAccountInformation SASetNSAccountInformation SAGetNSAccountInformation;
        3: SAGetAccountInformation;
    }
    "3a410f21-553f-11d1-8e5e-00a0c92c9d5d" "IDMRemoteServer" {
        3: CreateRemoteObject;
    }
    "3bbed8d9-2c9a-4b21-8936-acb2f995be6c" "INtmsObjectManagement3" {
        0: QueryInterface AddRef Release GetNtmsObjectSecurity SetNtmsObjectSecurity GetNtmsObjectAttributeA;
        6: GetNtmsObjectAttributeW SetNtmsObjectAttributeA SetNtmsObjectAttributeW EnumerateNtmsObject;
        10: DisableNtmsObject EnableNtmsObject EnumerateNtmsObjectR GetNtmsUIOptionsA GetNtmsUIOptionsW;
        15: SetNtmsUIOptionsA SetNtmsUIOptionsW GetNtmsObjectAttributeAR GetNtmsObjectAttributeWR;
    }
    "44e265dd-7daf-42cd-8560-3cdb6e7a2729" "TsProxyRpcInterface" {
        1: TsProxyCreateTunnel TsProxyAuthorizeTunnel TsProxyMakeTunnelCall TsProxyCreateChannel;
        6: TsProxyCloseChannel TsProxyCloseTunnel TsProxySetupReceivePipe TsProxySendToServer;
    }
    "484809d6-4239-471b-b5bc-61df8c23ac48" "TermSrvSession" {
        0: RpcOpenSession RpcCloseSession RpcConnect RpcDisconnect RpcLogoff RpcGetUserName;
        6: RpcGetTerminalName RpcGetState RpcIsSessionDesktopLocked RpcShowMessageBox RpcGetTimes;
        11: RpcGetSessionCounters RpcGetSessionInformation;
        15: RpcGetLoggedOnCount RpcGetSessionType RpcGetSessionInformationEx;
        21: RpcGetActivityId;
    }
    "497d95a6-2d27-4bf5-9bbd-a6046957133c" "RCMListener" {
        0: RpcOpenListener RpcCloseListener RpcStopListener RpcStartListener RpcIsListening;
    }
    "4b324fc8-1670-01d3-1278-5a47bf6ee188" "srvsvc" {
        0: NetrCharDevEnum NetrCharDevGetInfo NetrCharDevControl NetrCharDevQEnum NetrCharDevQGetInfo;
        5: NetrCharDevQSetInfo NetrCharDevQPurge NetrCharDevQPurgeSelf NetrConnectionEnum NetrFileEnum;
        10: NetrFileGetInfo NetrFileClose NetrSessionEnum NetrSessionDel NetrShareAdd NetrShareEnum;
        16: NetrShareGetInfo NetrShareSetInfo NetrShareDel NetrShareDelSticky NetrShareCheck;
        21: NetrServerGetInfo NetrServerSetInfo NetrServerDiskEnum NetrServerStatisticsGet;
        25: NetrServerTransportAdd NetrServerTransportEnum NetrServerTransportDel NetrRemoteTOD;
        29: NetrServerSetServiceBits NetprPathType NetprPathCanonicalize NetprPathCompare NetprNameValidate;
        34: NetprNameCanonicalize NetprNameCompare NetrShareEnumSticky NetrShareDelStart NetrShareDelCommit;
        39: NetrpGetFileSecurity NetrpSetFileSecurity NetrServerTransportAddEx NetrServerSetServiceBitsEx;
        43: NetrDfsGetVersion NetrDfsCreateLocalPartition NetrDfsDeleteLocalPartition;
        46: NetrDfsSetLocalVolumeState NetrDfsSetServerInfo NetrDfsCreateExitPoint NetrDfsDeleteExitPoint;
        50: NetrDfsModifyPrefix NetrDfsFixLocalVolume NetrDfsManagerReportSiteInfo NetrServerTransportDelEx;
        54: NetrServerAliasAdd NetrServerAliasEnum NetrServerAliasDel NetrShareDelEx;
    }
    "4bdafc52-fe6a-11d2-93f8-00105a11164a" "IVolumeClient2" {
        3: GetMaxAdjustedFreeSpace;
    }
    "4e934f30-341a-11d1-8fb1-00a024cb6019" "INtmsLibraryControl1" {
        0: QueryInterface AddRef Release EjectNtmsMedia InjectNtmsMedia AccessNtmsLibraryDoor CleanNtmsDrive;
        7: DismountNtmsDrive InventoryNtmsLibrary INtmsLibraryControl1_LocalOnlyOpnum09;
        10: CancelNtmsLibraryRequest ReserveNtmsCleanerSlot ReleaseNtmsCleanerSlot InjectNtmsCleaner;
        14: EjectNtmsCleaner DeleteNtmsLibrary DeleteNtmsDrive GetNtmsRequestOrder SetNtmsRequestOrder;
        19: DeleteNtmsRequests BeginNtmsDeviceChangeDetection SetNtmsDeviceChangeDetection;
        22: EndNtmsDeviceChangeDetection;
    }
    "53b46b02-c73b-4a3e-8dee-b16b80672fc0" "TSVIPPublic" {
        0: RpcGetSessionIP;
    }
    "5a7b91f8-ff00-11d0-a9b2-00c04fb6e6fc" "msgsvcsend" {
        0: NetrSendMessage;
    }
    "5ca4a760-ebb1-11cf-8611-00a0245420ed" "winstation_rpc" {
        0: RpcWinStationOpenServer RpcWinStationCloseServer RpcIcaServerPing RpcWinStationEnumerate;
        4: RpcWinStationRename RpcWinStationQueryInformation RpcWinStationSetInformation;
        7: RpcWinStationSendMessage RpcLogonIdFromWinStationName RpcWinStationNameFromLogonId;
        10: RpcWinStationConnect;
        13: RpcWinStationDisconnect RpcWinStationReset RpcWinStationShutdownSystem;
        16: RpcWinStationWaitSystemEvent RpcWinStationShadow;
        29: RpcWinStationBreakPoint RpcWinStationReadRegistry;
        34: OldRpcWinStationEnumerateProcesses;
        36: RpcWinStationEnumerateProcesses RpcWinStationTerminateProcess;
        43: RpcWinStationGetAllProcesses RpcWinStationGetProcessSid RpcWinStationGetTermSrvCountersValue;
        46: RpcWinStationReInitializeSecurity;
        53: RpcWinStationGetLanAdapterName;
        58: RpcWinStationUpdateSettings RpcWinStationShadowStop RpcWinStationCloseServerEx;
        61: RpcWinStationIsHelpAssistantSession RpcWinStationGetMachinePolicy;
        65: RpcWinStationCheckLoopBack RpcConnectCallback;
        70: RpcWinStationGetAllProcesses_NT6;
        75: RpcWinStationOpenSessionDirectory;
    }
    "69ab7050-3059-11d1-8faf-00a024cb6019" "INtmsObjectInfo1" {
        0: QueryInterface AddRef Release GetNtmsServerObjectInformationA GetNtmsServerObjectInformationW;
        5: SetNtmsObjectInformationA SetNtmsObjectInformationW CreateNtmsMediaA CreateNtmsMediaW;
    }
    "6b5bdd1e-528c-422c-af8c-a4079be4fe48" "RemoteFW" {
        0: RRPC_FWOpenPolicyStore RRPC_FWClosePolicyStore RRPC_FWRestoreDefaults RRPC_FWGetGlobalConfig;
        4: RRPC_FWSetGlobalConfig RRPC_FWAddFirewallRule RRPC_FWSetFirewallRule RRPC_FWDeleteFirewallRule;
        8: RRPC_FWDeleteAllFirewallRules RRPC_FWEnumFirewallRules RRPC_FWGetConfig RRPC_FWSetConfig;
        12: RRPC_FWAddConnectionSecurityRule RRPC_FWSetConnectionSecurityRule;
        14: RRPC_FWDeleteConnectionSecurityRule RRPC_FWDeleteAllConnectionSecurityRules;
        16: RRPC_FWEnumConnectionSecurityRules RRPC_FWAddAuthenticationSet RRPC_FWSetAuthenticationSet;
        19: RRPC_FWDeleteAuthenticationSet RRPC_FWDeleteAllAuthenticationSets RRPC_FWEnumAuthenticationSets;
        22: RRPC_FWAddCryptoSet RRPC_FWSetCryptoSet RRPC_FWDeleteCryptoSet RRPC_FWDeleteAllCryptoSets;
        26: RRPC_FWEnumCryptoSets RRPC_FWEnumPhase1SAs RRPC_FWEnumPhase2SAs RRPC_FWDeletePhase1SAs;
        30: RRPC_FWDeletePhase2SAs RRPC_FWEnumProducts RRPC_FWAddMainModeRule RRPC_FWSetMainModeRule;
        34: RRPC_FWDeleteMainModeRule RRPC_FWDeleteAllMainModeRules RRPC_FWEnumMainModeRules;
        37: RRPC_FWQueryFirewallRules RRPC_FWQueryConnectionSecurityRules2_10 RRPC_FWQueryMainModeRules;
        40: RRPC_FWQueryAuthenticationSets RRPC_FWQueryCryptoSets RRPC_FWEnumNetworks RRPC_FWEnumAdapters;
        44: RRPC_FWGetGlobalConfig2_10 RRPC_FWGetConfig2_10 RRPC_FWAddFirewallRule2_10;
        47: RRPC_FWSetFirewallRule2_10 RRPC_FWEnumFirewallRules2_10 RRPC_FWAddConnectionSecurityRule2_10;
        50: RRPC_FWSetConnectionSecurityRule2_10 RRPC_FWEnumConnectionSecurityRules2_10;
        52: RRPC_FWAddAuthenticationSet2_10 RRPC_FWSetAuthenticationSet2_10 RRPC_FWEnumAuthenticationSets2_10;
        55: RRPC_FWAddCryptoSet2_10 RRPC_FWSetCryptoSet2_10 RRPC_FWEnumCryptoSets2_10;
        58: RRPC_FWAddConnectionSecurityRule2_20 RRPC_FWSetConnectionSecurityRule2_20;
        60: RRPC_FWEnumConnectionSecurityRules2_20 RRPC_FWQueryConnectionSecurityRules2_20;
        62: RRPC_FWAddAuthenticationSet2_20 RRPC_FWSetAuthenticationSet2_20 RRPC_FWEnumAuthenticationSets2_20;
        65: RRPC_FWQueryAuthenticationSets2_20 RRPC_FWAddFirewallRule2_20 RRPC_FWSetFirewallRule2_20;
        68: RRPC_FWEnumFirewallRules2_20 RRPC_FWQueryFirewallRules2_20 RRPC_FWAddFirewallRule2_24;
        71: RRPC_FWSetFirewallRule2_24 RRPC_FWEnumFirewallRules2_24 RRPC_FWQueryFirewallRules2_24;
        74: RRPC_FWAddFirewallRule2_25 RRPC_FWSetFirewallRule2_25 RRPC_FWEnumFirewallRules2_25;
        77: RRPC_FWQueryFirewallRules2_25 RRPC_FWAddFirewallRule2_26 RRPC_FWSetFirewallRule2_26;
        80: RRPC_FWEnumFirewallRules2_26 RRPC_FWQueryFirewallRules2_26 RRPC_FWAddFirewallRule2_27;
        83: RRPC_FWSetFirewallRule2_27 RRPC_FWEnumFirewallRules2_27 RRPC_FWQueryFirewallRules2_27;
        86: RRPC_FWAddFirewallRule2_31 RRPC_FWSetFirewallRule2_31 RRPC_FWEnumFirewallRules2_31;
        89: RRPC_FWQueryFirewallRules2_31 RRPC_FWAddFirewallRule2_33 RRPC_FWSetFirewallRule2_33;
        92: RRPC_FWEnumFirewallRules2_33 RRPC_FWQueryFirewallRules2_33;
    }
    "6bffd098-a112-3610-9833-012892020162" "browser" {
        0: BrowserrServerEnum BrowserrDebugCall BrowserrQueryOtherDomains BrowserrResetNetlogonState;
        4: BrowserrDebugTrace BrowserrQueryStatistics BrowserrResetStatistics NetrBrowserStatisticsClear;
        8: NetrBrowserStatisticsGet BrowserrSetNetlogonState BrowserrQueryEmulatedDomains;
        11: BrowserrServerEnumEx;
    }
    "6bffd098-a112-3610-9833-46c3f87e345a" "wkssvc" {
        0: NetrWkstaGetInfo NetrWkstaSetInfo NetrWkstaUserEnum NetrWkstaUserGetInfo NetrWkstaUserSetInfo;
        5: NetrWkstaTransportEnum NetrWkstaTransportAdd NetrWkstaTransportDel NetrUseAdd NetrUseGetInfo;
        10: NetrUseDel NetrUseEnum NetrMessageBufferSend NetrWorkstationStatisticsGet NetrLogonDomainNameAdd;
        15: NetrLogonDomainNameDel NetrJoinDomain NetrUnjoinDomain NetrValidateName NetrRenameMachineInDomain;
        20: NetrGetJoinInformation NetrGetJoinableOUs NetrJoinDomain2 NetrUnjoinDomain2;
        24: NetrRenameMachineInDomain2 NetrValidateName2 NetrGetJoinableOUs2 NetrAddAlternateComputerName;
        28: NetrRemoveAlternateComputerName NetrSetPrimaryComputerName NetrEnumerateComputerNames;
        31: NetrWorkstationResetDfsCache NetrUnjoinDomain3 NetrRenameMachineInDomain3 NetrValidateName3;
        35: NetrAddAlternateComputerName2 NetrRemoveAlternateComputerName2 NetrSetPrimaryComputerName2;
    }
    "7d07f313-a53f-459a-bb12-012c15b1846e" "IRobustNtmsMediaServices1" {
        0: QueryInterface AddRef Release MountNtmsMedia DismountNtmsMedia;
        6: AllocateNtmsMedia DeallocateNtmsMedia SwapNtmsMedia DecommissionNtmsMedia SetNtmsMediaComplete;
        11: DeleteNtmsMedia CreateNtmsMediaPoolA CreateNtmsMediaPoolW GetNtmsMediaPoolNameA;
        15: GetNtmsMediaPoolNameW MoveToNtmsMediaPool DeleteNtmsMediaPool AddNtmsMediaType;
        19: DeleteNtmsMediaType ChangeNtmsMediaType GetNtmsMediaPoolNameAR GetNtmsMediaPoolNameWR;
    }
    "82273fdc-e32a-18c3-3f78-827929dc23ea" "eventlog" {
        0: ElfrClearELFW ElfrBackupELFW ElfrCloseEL ElfrDeregisterEventSource ElfrNumberOfRecords;
        5: ElfrOldestRecord ElfrChangeNotify ElfrOpenELW ElfrRegisterEventSourceW ElfrOpenBELW ElfrReadELW;
        11: ElfrReportEventW ElfrClearELFA ElfrBackupELFA ElfrOpenELA ElfrRegisterEventSourceA ElfrOpenBELA;
        17: ElfrReadELA ElfrReportEventA ElfrRegisterClusterSvc ElfrDeregisterClusterSvc;
        21: ElfrWriteClusterEvents ElfrGetLogInformation ElfrFlushEL ElfrReportEventAndSourceW;
        25: ElfrReportEventExW ElfrReportEventExA;
    }
    "86d35949-83c9-4044-b424-db363231fd0c" "ITaskSchedulerService" {
        0: SchRpcHighestVersion SchRpcRegisterTask SchRpcRetrieveTask SchRpcCreateFolder SchRpcSetSecurity;
        5: SchRpcGetSecurity SchRpcEnumFolder SchRpcEnumTasks SchRpcEnumInstances SchRpcGetInstanceInfo;
        10: SchRpcStopInstance SchRpcStop SchRpcRun SchRpcDelete SchRpcRename SchRpcScheduledRuntimes;
        16: SchRpcGetLastRunInfo SchRpcGetTaskInfo SchRpcGetNumberOfMissedRuns SchRpcEnableTask;
    }
    "879c8bbe-41b0-11d1-be11-00c04fb6bf70" "IClientSink" {
        0: QueryInterface AddRef Release OnNotify;
    }
    "88143fd0-c28d-4b2b-8fef-8d882f6a9390" "TermServEnumeration" {
        0: RpcOpenEnum RpcCloseEnum RpcFilterByState RpcFilterByCallersName RpcEnumAddFilter RpcGetEnumResult;
        6: RpcFilterBySessionType;
        8: RpcGetSessionIds RpcGetEnumResultEx RpcGetAllSessions RpcGetAllSessionsEx;
    }
    "894de0c0-0d55-11d3-a322-00c04fa321a1" "InitShutdown" {
        0: BaseInitiateShutdown BaseAbortShutdown BaseInitiateShutdownEx;
    }
    "895a2c86-270d-489d-a6c0-dc2a9b35280e" "INtmsObjectManagement2" {
        0: QueryInterface AddRef Release GetNtmsObjectSecurity SetNtmsObjectSecurity GetNtmsObjectAttributeA;
        6: GetNtmsObjectAttributeW SetNtmsObjectAttributeA SetNtmsObjectAttributeW EnumerateNtmsObject;
        10: DisableNtmsObject EnableNtmsObject EnumerateNtmsObjectR GetNtmsUIOptionsA GetNtmsUIOptionsW;
        15: SetNtmsUIOptionsA SetNtmsUIOptionsW;
    }
    "8fb6d884-2388-11d0-8c35-00c04fda2795" "W32Time" {
        0: W32TimeSync W32TimeGetNetlogonServiceBits W32TimeQueryProviderStatus W32TimeQuerySource;
        4: W32TimeQueryProviderConfiguration W32TimeQueryConfiguration W32TimeQueryStatus W32TimeLog;
    }
    "a35af600-9cf4-11cd-a076-08002b2bd711" "type_scard_pack" {}
    "afa8bd80-7d8a-11c9-bef4-08002b102989" "mgmt" {
        0: inq_if_ids inq_stats is_server_listening stop_server_listening inq_princ_name;
    }
    "b057dc50-3059-11d1-8faf-00a024cb6019" "INtmsObjectManagement1" {
        0: QueryInterface AddRef Release GetNtmsObjectSecurity SetNtmsObjectSecurity GetNtmsObjectAttributeA;
        6: GetNtmsObjectAttributeW SetNtmsObjectAttributeA SetNtmsObjectAttributeW EnumerateNtmsObject;
        10: DisableNtmsObject EnableNtmsObject;
    }
    "bb39332c-bfee-4380-ad8a-badc8aff5bb6" "INtmsNotifySink" {
        0: QueryInterface AddRef Release ConnectCallback OnNotify ReleaseCallback;
    }
    "bde95fdf-eee0-45de-9e12-e5a61cd0d4fe" "RCMPublic" {
        0: RpcGetClientData RpcGetConfigData RpcGetProtocolStatus RpcGetLastInputTime RpcGetRemoteAddress;
        8: RpcGetAllListeners RpcGetSessionProtocolLastInputTime RpcGetUserCertificates RpcQuerySessionData;
    }
    "d02e4be0-3419-11d1-8fb1-00a024cb6019" "INtmsMediaServices1" {
        0: QueryInterface AddRef Release MountNtmsMedia DismountNtmsMedia;
        6: AllocateNtmsMedia DeallocateNtmsMedia SwapNtmsMedia DecommissionNtmsMedia SetNtmsMediaComplete;
        11: DeleteNtmsMedia CreateNtmsMediaPoolA CreateNtmsMediaPoolW GetNtmsMediaPoolNameA;
        15: GetNtmsMediaPoolNameW MoveToNtmsMediaPool DeleteNtmsMediaPool AddNtmsMediaType;
        19: DeleteNtmsMediaType ChangeNtmsMediaType;
    }
    "d2d79df5-3400-11d0-b40b-00aa005ff586" "IVolumeClient" {
        3: EnumDisks EnumDiskRegions CreatePartition CreatePartitionAssignAndFormat;
        7: CreatePartitionAssignAndFormatEx DeletePartition WriteSignature MarkActivePartition Eject;
        12: Reserved_Opnum12 FTEnumVolumes FTEnumLogicalDiskMembers FTDeleteVolume FTBreakMirror;
        17: FTResyncMirror FTRegenerateParityStripe FTReplaceMirrorPartition FTReplaceParityStripePartition;
        21: EnumDriveLetters AssignDriveLetter FreeDriveLetter EnumLocalFileSystems GetInstalledFileSystems;
        26: Format Reserved27 EnumVolumes EnumVolumeMembers CreateVolume CreateVolumeAssignAndFormat;
        32: CreateVolumeAssignAndFormatEx GetVolumeMountName GrowVolume DeleteVolume AddMirror RemoveMirror;
        38: SplitMirror InitializeDisk UninitializeDisk ReConnectDisk Reserved_Opnum42 ImportDiskGroup;
        44: DiskMergeQuery DiskMerge Reserved_Opnum46 ReAttachDisk Reserved_Opnum48 Reserved_Opnum49;
        50: Reserved_Opnum50 ReplaceRaid5Column RestartVolume GetEncapsulateDiskInfo EncapsulateDisk;
        55: QueryChangePartitionNumbers DeletePartitionNumberInfoFromRegistry SetDontShow GetDontShow;
        59: Reserved0 Reserved1 Reserved2 Reserved3 Reserved4 Reserved5 Reserved6 Reserved7 EnumTasks;
        68: GetTaskDetail AbortTask HrGetErrorData Initialize Uninitialize Refresh RescanDisks RefreshFileSys;
        76: SecureSystemPartition ShutDownSystem EnumAccessPath EnumAccessPathForVolume AddAccessPath;
        81: DeleteAccessPath;
    }
    "d2d79df7-3400-11d0-b40b-00aa005ff586" "IDMNotify" {
        3: ObjectsChanged;
    }
    "d95afe70-a6d5-4259-822e-2c84da1ddb0d" "WindowsShutdown" {
        0: WsdrInitiateShutdown WsdrAbortShutdown;
    }
    "da5a86c5-12c2-4943-ab30-7f74a813d853" "PerflibV2" {
        0: PerflibV2EnumerateCounterSet PerflibV2QueryCounterSetRegistrationInfo;
        2: PerflibV2EnumerateCounterSetInstances PerflibV2OpenQueryHandle PerflibV2CloseQueryHandle;
        5: PerflibV2QueryCounterInfo PerflibV2QueryCounterData PerflibV2ValidateCounters;
    }
    "db90832f-6910-4d46-9f5e-9fd6bfa73903" "INtmsLibraryControl2" {
        0: QueryInterface AddRef Release EjectNtmsMedia InjectNtmsMedia AccessNtmsLibraryDoor CleanNtmsDrive;
        7: DismountNtmsDrive InventoryNtmsLibrary INtmsLibraryControl1_LocalOnlyOpnum09;
        10: CancelNtmsLibraryRequest ReserveNtmsCleanerSlot ReleaseNtmsCleanerSlot InjectNtmsCleaner;
        14: EjectNtmsCleaner DeleteNtmsLibrary DeleteNtmsDrive GetNtmsRequestOrder SetNtmsRequestOrder;
        19: DeleteNtmsRequests BeginNtmsDeviceChangeDetection SetNtmsDeviceChangeDetection;
        22: EndNtmsDeviceChangeDetection IdentifyNtmsSlot;
    }
    "deb01010-3a37-4d26-99df-e2bb6ae3ac61" "IVolumeClient4" {
        3: RefreshEx GetVolumeDeviceName;
    }
    "df1941c5-fe89-4e79-bf10-463657acf44d" "efsrpc" {
        0: EfsRpcOpenFileRaw EfsRpcReadFileRaw EfsRpcWriteFileRaw EfsRpcCloseRaw EfsRpcEncryptFileSrv;
        5: EfsDecryptFileSrv EfsRpcQueryUsersOnFile EfsRpcQueryRecoveryAgents EfsRpcRemoveUsersFromFile;
        9: EfsRpcAddUsersToFile Opnum10NotUsedOnWire EfsRpcNotSupported EfsRpcFileKeyInfo;
        13: EfsRpcDuplicateEncryptionInfoFile Opnum14NotUsedOnWire EfsRpcAddUsersToFileEx EfsRpcFileKeyInfoEx;
        17: Opnum17NotUsedOnWire EfsRpcGetEncryptedFileMetadata EfsRpcSetEncryptedFileMetadata;
        20: EfsRpcFlushEfsCache EfsRpcEncryptFileExServ EfsRpcQueryProtectors Opnum23NotUsedOnWire;
        24: Opnum24NotUsedOnWire Opnum25NotUsedOnWire Opnum26NotUsedOnWire Opnum27NotUsedOnWire;
        28: Opnum28NotUsedOnWire Opnum29NotUsedOnWire Opnum30NotUsedOnWire Opnum31NotUsedOnWire;
        32: Opnum32NotUsedOnWire Opnum33NotUsedOnWire Opnum34NotUsedOnWire Opnum35NotUsedOnWire;
        36: Opnum36NotUsedOnWire Opnum37NotUsedOnWire Opnum38NotUsedOnWire Opnum39NotUsedOnWire;
        40: Opnum40NotUsedOnWire Opnum41NotUsedOnWire Opnum42NotUsedOnWire Opnum43NotUsedOnWire;
        44: Opnum44NotUsedOnWire;
    }
    "e1af8308-5d1f-11c9-91a4-08002b14a0fa" "epmapper" {
        0: ept_insert ept_delete ept_lookup ept_map ept_lookup_handle_free ept_inq_object ept_mgmt_delete;
        7: ept_map_auth ept_map_auth_async;
    }
    "e3d0d746-d2af-40fd-8a7a-0d7078bb7092" "BitsPeerAuth" {
        0: ExchangePublicKeys;
    }
    "f6beaff7-1e19-4fbb-9f8f-b89e2018337c" "IEventService" {
        0: EvtRpcRegisterRemoteSubscription EvtRpcRemoteSubscriptionNextAsync EvtRpcRemoteSubscriptionNext;
        3: EvtRpcRemoteSubscriptionWaitAsync EvtRpcRegisterControllableOperation EvtRpcRegisterLogQuery;
        6: EvtRpcClearLog EvtRpcExportLog EvtRpcLocalizeExportLog EvtRpcMessageRender;
        10: EvtRpcMessageRenderDefault EvtRpcQueryNext EvtRpcQuerySeek EvtRpcClose EvtRpcCancel;
        15: EvtRpcAssertConfig EvtRpcRetractConfig EvtRpcOpenLogHandle EvtRpcGetLogFileInfo;
        19: EvtRpcGetChannelList EvtRpcGetChannelConfig EvtRpcPutChannelConfig EvtRpcGetPublisherList;
        23: EvtRpcGetPublisherListForChannel EvtRpcGetPublisherMetadata EvtRpcGetPublisherResourceMetadata;
        26: EvtRpcGetEventMetadataEnum EvtRpcGetNextEventMetadata EvtRpcGetClassicLogDisplayName;
    }
}
