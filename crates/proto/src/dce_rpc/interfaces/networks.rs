//! Names, addresses, file replication, routing and queues.

use super::Interface;

interfaces! {
    "01954e6b-9254-4e6e-808c-c9e05d007696" "IVssEnumMgmtObject" {
        3: Next Skip Reset Clone;
    }
    "034634fd-ba3f-11d1-856a-00a0c944138c" "IManageTelnetSessions" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke GetTelnetSessions TerminateSession;
        9: SendMsgToASession;
    }
    "0fb15084-af41-11ce-bd2b-204c4f4f5020" "ITransaction" {
        3: Commit Abort GetTransactionInfo;
    }
    "1088a980-eae5-11d0-8d9b-00a02453c337" "qm2qm" {
        0: RemoteQMStartReceive RemoteQMEndReceive RemoteQMOpenQueue RemoteQMCloseQueue RemoteQMCloseCursor;
        5: RemoteQMCancelReceive RemoteQMPurgeQueue RemoteQMGetQMQMServerPort RemoteQmGetVersion;
        9: RemoteQMStartReceive2 RemoteQMStartReceiveByLookupId;
    }
    "1a9134dd-7b39-45ba-ad88-44d01ca47f28" "RemoteRead" {
        0: R_GetServerPort;
        2: R_OpenQueue R_CloseQueue R_CreateCursor R_CloseCursor R_PurgeQueue R_StartReceive R_CancelReceive;
        9: R_EndReceive R_MoveMessage R_OpenQueueForMove R_QMEnlistRemoteTransaction;
        13: R_StartTransactionalReceive R_SetUserAcknowledgementClass R_EndTransactionalReceive;
    }
    "20610036-fa22-11cf-9823-00a0c911e5df" "rasrpc" {
        5: RasRpcDeleteEntry;
        9: RasRpcGetUserPreferences RasRpcSetUserPreferences RasRpcGetSystemDirectory RasRpcSubmitRequest;
        14: RasRpcGetInstalledProtocolsEx RasRpcGetVersion;
    }
    "20d15747-6c48-4254-a358-65039fd8c63c" "IServerHealthReport2" {
        3: GetReport GetCompressedReport GetRawReportEx GetReferenceVersionVectors;
        8: GetReferenceBacklogCounts GetReport GetCompressedReport;
    }
    "214a0f28-b737-4026-b847-4f9e37d79529" "IVssDifferentialSoftwareSnapshotMgmt" {
        3: AddDiffArea ChangeDiffAreaMaximumSize QueryVolumesSupportedForDiffAreas QueryDiffAreasForVolume;
        7: QueryDiffAreasOnVolume;
    }
    "23c9dd26-2355-4fe2-84de-f779a238adbd" "IProcessDump" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke IsSupported DumpProcess;
    }
    "300f3532-38cc-11d0-a3f0-0020af6b0add" "trkwks" {
        12: LnkSearchMachine;
    }
    "41208ee0-e970-11d1-9b9e-00e02c064c39" "qmmgmt" {
        0: R_QMMgmtGetInfo R_QMMgmtAction;
    }
    "45f52c28-7f9f-101a-b52b-08002b2efabe" "winspipe" {
        0: R_WinsRecordAction R_WinsStatus R_WinsTrigger R_WinsDoStaticInit R_WinsDoScavenging;
        5: R_WinsGetDbRecs R_WinsTerm R_WinsBackup R_WinsDelDbRecs R_WinsPullRange R_WinsSetPriorityClass;
        11: R_WinsResetCounters R_WinsWorkerThdUpd R_WinsGetNameAndAdd R_WinsGetBrowserNames_Old;
        15: R_WinsDeleteWins R_WinsSetFlags R_WinsGetBrowserNames R_WinsGetDbRecsByName R_WinsStatusNew;
        20: R_WinsStatusWHdl R_WinsDoScavengingNew;
    }
    "4bb8ab1d-9ef9-4100-8eb6-dd4b4e418b72" "IADProxy" {
        3: CreateObject DeleteObject ModifyObject;
    }
    "4da1c422-943d-11d1-acae-00c04fc2aa3f" "trksvr" {
        0: LnkSvrMessage LnkSvrMessageCallback;
    }
    "4e6cdcc9-fb25-4fd5-9cc5-c9f4b6559cec" "IComTrackingInfoEvents" {
        3: OnNewTrackingInfo;
    }
    "4fc742e0-4a10-11cf-8273-00aa004ae673" "netdfs" {
        0: NetrDfsManagerGetVersion NetrDfsAdd NetrDfsRemove NetrDfsSetInfo NetrDfsGetInfo NetrDfsEnum;
        6: NetrDfsRename NetrDfsMove NetrDfsManagerGetConfigInfo NetrDfsManagerSendSiteInfo NetrDfsAddFtRoot;
        11: NetrDfsRemoveFtRoot NetrDfsAddStdRoot NetrDfsRemoveStdRoot NetrDfsManagerInitialize;
        15: NetrDfsAddStdRootForced NetrDfsGetDcAddress NetrDfsSetDcAddress NetrDfsFlushFtTable NetrDfsAdd2;
        20: NetrDfsRemove2 NetrDfsEnumEx NetrDfsSetInfo2 NetrDfsAddRootTarget NetrDfsRemoveRootTarget;
        25: NetrDfsGetSupportedNamespaceVersion;
    }
    "50abc2a4-574d-40b3-9d66-ee4fd5fba076" "dnsserver" {
        0: DnssrvOperation DnssrvQuery DnssrvComplexOperation DnssrvEnumRecords DnssrvUpdateRecord;
        5: DnssrvOperation2 DnssrvQuery2 DnssrvComplexOperation2 DnssrvEnumRecords2 DnssrvUpdateRecord2;
        10: DnssrvUpdateRecord3 DnssrvEnumRecords3 DnssrvOperation3 DnssrvQuery3 DnssrvComplexOperation3;
        15: DnssrvOperation4 DnssrvQuery4 DnssrvUpdateRecord4 DnssrvEnumRecords4;
    }
    "5b821720-f63b-11d0-aad2-00c04fc324db" "dhcpsrv2" {
        0: R_DhcpEnumSubnetClientsV5 R_DhcpSetMScopeInfo R_DhcpGetMScopeInfo R_DhcpEnumMScopes;
        4: R_DhcpAddMScopeElement R_DhcpEnumMScopeElements R_DhcpRemoveMScopeElement R_DhcpDeleteMScope;
        8: R_DhcpScanMDatabase R_DhcpCreateMClientInfo R_DhcpSetMClientInfo R_DhcpGetMClientInfo;
        12: R_DhcpDeleteMClientInfo R_DhcpEnumMScopeClients R_DhcpCreateOptionV5 R_DhcpSetOptionInfoV5;
        16: R_DhcpGetOptionInfoV5 R_DhcpEnumOptionsV5 R_DhcpRemoveOptionV5 R_DhcpSetOptionValueV5;
        20: R_DhcpSetOptionValuesV5 R_DhcpGetOptionValueV5 R_DhcpEnumOptionValuesV5 R_DhcpRemoveOptionValueV5;
        24: R_DhcpCreateClass R_DhcpModifyClass R_DhcpDeleteClass R_DhcpGetClassInfo R_DhcpEnumClasses;
        29: R_DhcpGetAllOptions R_DhcpGetAllOptionValues R_DhcpGetMCastMibInfo R_DhcpAuditLogSetParams;
        33: R_DhcpAuditLogGetParams R_DhcpServerQueryAttribute R_DhcpServerQueryAttributes;
        36: R_DhcpServerRedoAuthorization R_DhcpAddSubnetElementV5 R_DhcpEnumSubnetElementsV5;
        39: R_DhcpRemoveSubnetElementV5 R_DhcpGetServerBindingInfo R_DhcpSetServerBindingInfo;
        42: R_DhcpQueryDnsRegCredentials R_DhcpSetDnsRegCredentials R_DhcpBackupDatabase;
        45: R_DhcpRestoreDatabase R_DhcpGetServerSpecificStrings R_DhcpCreateOptionV6 R_DhcpSetOptionInfoV6;
        49: R_DhcpGetOptionInfoV6 R_DhcpEnumOptionsV6 R_DhcpRemoveOptionV6 R_DhcpSetOptionValueV6;
        53: R_DhcpEnumOptionValuesV6 R_DhcpRemoveOptionValueV6 R_DhcpGetAllOptionsV6;
        56: R_DhcpGetAllOptionValuesV6 R_DhcpCreateSubnetV6 R_DhcpEnumSubnetsV6 R_DhcpAddSubnetElementV6;
        60: R_DhcpEnumSubnetElementsV6 R_DhcpRemoveSubnetElementV6 R_DhcpDeleteSubnetV6 R_DhcpGetSubnetInfoV6;
        64: R_DhcpEnumSubnetClientsV6 R_DhcpServerSetConfigV6 R_DhcpServerGetConfigV6 R_DhcpSetSubnetInfoV6;
        68: R_DhcpGetMibInfoV6 R_DhcpGetServerBindingInfoV6 R_DhcpSetServerBindingInfoV6;
        71: R_DhcpSetClientInfoV6 R_DhcpGetClientInfoV6 R_DhcpDeleteClientInfoV6 R_DhcpCreateClassV6;
        75: R_DhcpModifyClassV6 R_DhcpDeleteClassV6 R_DhcpEnumClassesV6 R_DhcpGetOptionValueV6;
        79: R_DhcpSetSubnetDelayOffer R_DhcpGetSubnetDelayOffer R_DhcpGetMibInfoV5 R_DhcpAddFilterV4;
        83: R_DhcpDeleteFilterV4 R_DhcpSetFilterV4 R_DhcpGetFilterV4 R_DhcpEnumFilterV4;
        87: R_DhcpSetDnsRegCredentialsV5 R_DhcpEnumSubnetClientsFilterStatusInfo;
        89: R_DhcpV4FailoverCreateRelationship R_DhcpV4FailoverSetRelationship;
        91: R_DhcpV4FailoverDeleteRelationship R_DhcpV4FailoverGetRelationship;
        93: R_DhcpV4FailoverEnumRelationship R_DhcpV4FailoverAddScopeToRelationship;
        95: R_DhcpV4FailoverDeleteScopeFromRelationship R_DhcpV4FailoverGetScopeRelationship;
        97: R_DhcpV4FailoverGetScopeStatistics R_DhcpV4FailoverGetClientInfo R_DhcpV4FailoverGetSystemTime;
        100: R_DhcpV4FailoverTriggerAddrAllocation R_DhcpV4SetOptionValue R_DhcpV4SetOptionValues;
        103: R_DhcpV4GetOptionValue R_DhcpV4RemoveOptionValue R_DhcpV4GetAllOptionValues;
        106: R_DhcpV4QueryPolicyEnforcement R_DhcpV4SetPolicyEnforcement R_DhcpV4CreatePolicy;
        109: R_DhcpV4GetPolicy R_DhcpV4SetPolicy R_DhcpV4DeletePolicy R_DhcpV4EnumPolicies;
        113: R_DhcpV4AddPolicyRange R_DhcpV4RemovePolicyRange R_DhcpV4EnumSubnetClients;
        116: R_DhcpV6SetStatelessStoreParams R_DhcpV6GetStatelessStoreParams R_DhcpV6GetStatelessStatistics;
        119: R_DhcpV4EnumSubnetReservations R_DhcpV4GetFreeIPAddress R_DhcpV6GetFreeIPAddress;
        122: R_DhcpV4CreateClientInfo R_DhcpV4GetClientInfo R_DhcpV6CreateClientInfo;
        125: R_DhcpV4FailoverGetAddressStatus R_DhcpV4CreatePolicyEx R_DhcpV4GetPolicyEx R_DhcpV4SetPolicyEx;
        129: R_DhcpV4EnumPoliciesEx R_DhcpV4EnumSubnetClientsEx R_DhcpV4CreateClientInfoEx;
        132: R_DhcpV4GetClientInfoEx;
    }
    "5ff9bdf6-bd91-4d8b-a614-d6317acc8dd8" "IRemoteSstpCertCheck" {
        3: CheckIfCertificateAllowedRR;
    }
    "6139d8a4-e508-4ebb-bac7-d7f275145897" "IRemoteIPV6Config" {
        3: GetAddressList;
    }
    "6619a740-8154-43be-a186-0319578e02db" "IRemoteDispatch" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke RemoteDispatchAutoDone RemoteDispatchNotAutoDone;
    }
    "66a2db1b-d706-11d0-a37b-00c04fc9da04" "IRemoteNetworkConfig" {
        3: UpgradeRouterConfig SetUserConfig;
    }
    "66a2db20-d706-11d0-a37b-00c04fc9da04" "IRemoteRouterRestart" {
        3: RestartRouter;
    }
    "66a2db21-d706-11d0-a37b-00c04fc9da04" "IRemoteSetDnsConfig" {
        3: SetDnsConfig;
    }
    "66a2db22-d706-11d0-a37b-00c04fc9da04" "IRemoteICFICSConfig" {
        3: GetIcfEnabled GetIcsEnabled;
    }
    "67e08fc2-2984-4b62-b92e-fc1aae64bbbb" "IRemoteStringIdConfig" {
        3: GetStringFromId;
    }
    "6bffd098-a112-3610-9833-46c3f874532d" "dhcpsrv" {
        0: R_DhcpCreateSubnet R_DhcpSetSubnetInfo R_DhcpGetSubnetInfo R_DhcpEnumSubnets;
        4: R_DhcpAddSubnetElement R_DhcpEnumSubnetElements R_DhcpRemoveSubnetElement R_DhcpDeleteSubnet;
        8: R_DhcpCreateOption R_DhcpSetOptionInfo R_DhcpGetOptionInfo R_DhcpRemoveOption R_DhcpSetOptionValue;
        13: R_DhcpGetOptionValue R_DhcpEnumOptionValues R_DhcpRemoveOptionValue R_DhcpCreateClientInfo;
        17: R_DhcpSetClientInfo R_DhcpGetClientInfo R_DhcpDeleteClientInfo R_DhcpEnumSubnetClients;
        21: R_DhcpGetClientOptions R_DhcpGetMibInfo R_DhcpEnumOptions R_DhcpSetOptionValues;
        25: R_DhcpServerSetConfig R_DhcpServerGetConfig R_DhcpScanDatabase R_DhcpGetVersion;
        29: R_DhcpAddSubnetElementV4 R_DhcpEnumSubnetElementsV4 R_DhcpRemoveSubnetElementV4;
        32: R_DhcpCreateClientInfoV4 R_DhcpSetClientInfoV4 R_DhcpGetClientInfoV4 R_DhcpEnumSubnetClientsV4;
        36: R_DhcpSetSuperScopeV4 R_DhcpGetSuperScopeInfoV4 R_DhcpDeleteSuperScopeV4 R_DhcpServerSetConfigV4;
        40: R_DhcpServerGetConfigV4 R_DhcpServerSetConfigVQ R_DhcpServerGetConfigVQ R_DhcpGetMibInfoVQ;
        44: R_DhcpCreateClientInfoVQ R_DhcpSetClientInfoVQ R_DhcpGetClientInfoVQ R_DhcpEnumSubnetClientsVQ;
        48: R_DhcpCreateSubnetVQ R_DhcpGetSubnetInfoVQ R_DhcpSetSubnetInfoVQ;
    }
    "708cca10-9569-11d1-b2a5-0060977d8118" "dscomm2" {
        0: S_DSGetComputerSites S_DSGetPropsEx S_DSGetPropsGuidEx S_DSBeginDeleteNotification;
        4: S_DSNotifyDelete S_DSEndDeleteNotification S_DSIsServerGC;
        8: S_DSGetGCListInDomain;
    }
    "76d12b80-3467-11d3-91ff-0090272f9ea3" "qmcomm2" {
        0: QMSendMessageInternalEx rpc_ACSendMessageEx rpc_ACReceiveMessageEx rpc_ACCreateCursorEx;
    }
    "77df7a80-f298-11d0-8358-00a024c480a8" "dscomm" {
        0: S_DSCreateObject S_DSDeleteObject S_DSGetProps S_DSSetProps S_DSGetObjectSecurity;
        5: S_DSSetObjectSecurity S_DSLookupBegin S_DSLookupNext S_DSLookupEnd;
        10: S_DSDeleteObjectGuid S_DSGetPropsGuid S_DSSetPropsGuid S_DSGetObjectSecurityGuid;
        14: S_DSSetObjectSecurityGuid;
        19: S_DSQMSetMachineProperties S_DSCreateServersCache S_DSQMSetMachinePropertiesSignProc;
        22: S_DSQMGetObjectSecurity S_DSQMGetObjectSecurityChallengeResponceProc S_InitSecCtx;
        25: S_DSValidateServer S_DSCloseServerHandle;
        30: S_DSGetServerPort;
    }
    "811109bf-a4e1-11d1-ab54-00a0c91e9b45" "winsi2" {
        0: R_WinsTombstoneDbRecs R_WinsCheckAccess;
    }
    "8165b19e-8d3a-4d0b-80c8-97de310db583" "IServicedComponentInfo" {
        3: GetComponentInfo;
    }
    "833e4100-aff7-4ac3-aac2-9f24c1457bce" "IPCHCollection" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IPCHCollection__NewEnum;
        8: get_IPCHCollection_Item get_IPCHCollection_Count;
    }
    "833e41aa-aff7-4ac3-aac2-9f24c1457bce" "ISAFSession" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_ISAFSession_SessionID;
        8: put_ISAFSession_SessionID get_ISAFSession_SessionState put_ISAFSession_SessionState;
        11: get_ISAFSession_DomainName put_ISAFSession_DomainName get_ISAFSession_UserName;
        14: put_ISAFSession_UserName;
    }
    "897e2e5f-93f3-4376-9c9c-fd2277495c27" "FrsTransport" {
        0: CheckConnectivity EstablishConnection EstablishSession RequestUpdates RequestVersionVector;
        5: AsyncPoll RequestRecords UpdateCancel RawGetFileData RdcGetSignatures RdcPushSourceNeeds;
        11: RdcGetFileData RdcClose InitializeFileTransferAsync;
        15: RawGetFileDataAsync RdcGetFileDataAsync RdcFileDataTransferKeepAlive;
    }
    "8f09f000-b7ed-11ce-bbd2-00001a181cad" "dimsvc" {
        0: RMprAdminServerGetInfo RRasAdminConnectionEnum RRasAdminConnectionGetInfo;
        3: RRasAdminConnectionClearStats RRasAdminPortEnum RRasAdminPortGetInfo RRasAdminPortClearStats;
        7: RRasAdminPortReset RRasAdminPortDisconnect RRouterInterfaceTransportSetGlobalInfo;
        10: RRouterInterfaceTransportGetGlobalInfo RRouterInterfaceGetHandle RRouterInterfaceCreate;
        13: RRouterInterfaceGetInfo RRouterInterfaceSetInfo RRouterInterfaceDelete;
        16: RRouterInterfaceTransportRemove RRouterInterfaceTransportAdd RRouterInterfaceTransportGetInfo;
        19: RRouterInterfaceTransportSetInfo RRouterInterfaceEnum RRouterInterfaceConnect;
        22: RRouterInterfaceDisconnect RRouterInterfaceUpdateRoutes RRouterInterfaceQueryUpdateResult;
        25: RRouterInterfaceUpdatePhonebookInfo RMIBEntryCreate RMIBEntryDelete RMIBEntrySet RMIBEntryGet;
        30: RMIBEntryGetFirst RMIBEntryGetNext RMIBGetTrapInfo RMIBSetTrapInfo;
        34: RRasAdminConnectionNotification RRasAdminSendUserMessage RRouterDeviceEnum;
        37: RRouterInterfaceTransportCreate RRouterInterfaceDeviceGetInfo RRouterInterfaceDeviceSetInfo;
        40: RRouterInterfaceSetCredentialsEx RRouterInterfaceGetCredentialsEx;
        42: RRasAdminConnectionRemoveQuarantine RMprAdminServerSetInfo RMprAdminServerGetInfoEx;
        45: RRasAdminConnectionEnumEx RRasAdminConnectionGetInfoEx RMprAdminServerSetInfoEx;
        48: RRasAdminUpdateConnection RRouterInterfaceSetCredentialsLocal RRouterInterfaceGetCredentialsLocal;
        51: RRouterInterfaceGetCustomInfoEx RRouterInterfaceSetCustomInfoEx;
    }
    "906b0ce0-c70b-1067-b317-00dd010662da" "IXnRemote" {
        0: Poke BuildContext NegotiateResources SendReceive TearDownContext BeginTearDown PokeW BuildContextW;
    }
    "a8e0653c-2744-4389-a61d-7373df8b2292" "FileServerVssAgent" {
        0: GetSupportedVersion SetContext StartShadowCopySet AddToShadowCopySet CommitShadowCopySet;
        5: ExposeShadowCopySet RecoveryCompleteShadowCopySet AbortShadowCopySet IsPathSupported;
        9: IsPathShadowCopied GetShareMapping DeleteShareMapping PrepareShadowCopy;
    }
    "ae1c7110-2f60-11d3-8a39-00c04f72d8e3" "IVssEnumObject" {
        3: Next Skip Reset Clone;
    }
    "b196b284-bab4-101a-b69c-00aa00341d07" "IConnectionPointContainer" {
        3: EnumConnectionPoints FindConnectionPoint;
    }
    "b196b285-bab4-101a-b69c-00aa00341d07" "IEnumConnectionPoints" {
        3: Next Skip Reset Clone;
    }
    "b196b286-bab4-101a-b69c-00aa00341d07" "IConnectionPoint" {
        3: GetConnectionInterface GetConnectionPointContainer Advise Unadvise EnumConnections;
    }
    "b196b287-bab4-101a-b69c-00aa00341d07" "IEnumConnections" {
        3: Next Skip Reset Clone;
    }
    "b60040e0-bcf3-11d1-861d-0080c729264d" "IGetTrackingData" {
        4: GetContainerData GetComponentDataByContainer GetComponentDataByContainerAndCLSID;
    }
    "c3fcc19e-a970-11d2-8b5a-00a0c9b7c9c4" "IManagedObject" {
        3: GetSerializedBuffer GetObjectIdentity;
    }
    "c4b0c7d9-abe0-4733-a1e1-9fdedf260c7a" "IADProxy2" {
        3: CreateObject DeleteObject ModifyObject CreateObject DeleteObject ModifyObject;
    }
    "ccd8c074-d0e5-4a40-92b4-d074faa6ba28" "Witness" {
        0: WitnessrGetInterfaceList WitnessrRegister WitnessrUnRegister WitnessrAsyncNotify;
        4: WitnessrRegisterEx WitnessrUnRegisterEx;
    }
    "d049b186-814f-11d1-9a3c-00c04fc9b232" "NtFrsApi" {
        4: NtFrsApi_Rpc_Set_DsPollingIntervalW NtFrsApi_Rpc_Get_DsPollingIntervalW;
        7: NtFrsApi_Rpc_InfoW NtFrsApi_Rpc_IsPathReplicated NtFrsApi_Rpc_WriterCommand;
        10: NtFrsApi_Rpc_ForceReplication;
    }
    "dea00001-6c97-11d1-8271-00a02442df7d" "PNIO-CM-Device" {
        0: Connect Release Read Write Control ReadImplicit;
    }
    "dea00002-6c97-11d1-8271-00a02442df7d" "PNIO-CM-Controller" {
        0: Connect Release Read Write Control ReadImplicit;
    }
    "e65e8028-83e8-491b-9af7-aaf6bd51a0ce" "IServerHealthReport" {
        3: GetReport GetCompressedReport GetRawReportEx GetReferenceVersionVectors;
        8: GetReferenceBacklogCounts;
    }
    "f5cc59b4-4264-101a-8c59-08002b2f8426" "FrsRpc" {
        0: FrsRpcSendCommPkt FrsRpcVerifyPromotionParent FrsRpcStartPromotionParent FrsNOP FrsBackupComplete;
        5: FrsBackupComplete FrsBackupComplete FrsBackupComplete FrsBackupComplete FrsBackupComplete;
        10: FrsRpcVerifyPromotionParentEx;
    }
    "fa7df749-66e7-4986-a27f-e2f04ae53772" "IVssSnapshotMgmt" {
        3: GetProviderMgmtInterface QueryVolumesSupportedForSnapshots QuerySnapshotsByVolume;
    }
    "fdb3a030-065f-11d1-bb9b-00a024ea5525" "qmcomm" {
        1: R_QMGetRemoteQueueName R_QMOpenRemoteQueue R_QMCloseRemoteQueueContext R_QMCreateRemoteCursor;
        6: R_QMCreateObjectInternal R_QMSetObjectSecurityInternal R_QMGetObjectSecurityInternal;
        9: R_QMDeleteObject R_QMGetObjectProperties R_QMSetObjectProperties R_QMObjectPathToObjectFormat;
        14: R_QMGetTmWhereabouts R_QMEnlistTransaction R_QMEnlistInternalTransaction R_QMCommitTransaction;
        18: R_QMAbortTransaction rpc_QMOpenQueueInternal rpc_ACCloseHandle;
        22: rpc_ACCloseCursor rpc_ACSetCursorProperties;
        26: rpc_ACHandleToFormatName rpc_ACPurgeQueue R_QMQueryQMRegistryInternal;
        31: R_QMGetRTQMServerPort;
    }
}
