//! DCOM, automation, WMI and the COM+ catalogue.

use super::Interface;

interfaces! {
    "00000001-0000-0000-c000-000000000046" "IClassFactory" {
        3: RemoteCreateInstance RemoteLockServer LockServer RemoteLockServer;
    }
    "0000002d-0000-0000-c000-000000000046" "ITypeMarshal" {
        3: Size Marshal Unmarshal Free;
    }
    "0000002e-0000-0000-c000-000000000046" "ITypeFactory" {
        3: CreateFromTypeInfo;
    }
    "0000002f-0000-0000-c000-000000000046" "IRecordInfo" {
        3: RecordInit RecordClear RecordCopy GetGuid GetName GetSize GetTypeInfo GetField GetFieldNoCopy;
        12: PutField PutFieldNoCopy GetFieldNames IsMatchingType RecordCreate RecordCreateCopy RecordDestroy;
    }
    "00000131-0000-0000-c000-000000000046" "IRemUnknown" {
        3: RemQueryInterface RemAddRef RemRelease;
    }
    "00000143-0000-0000-c000-000000000046" "IRemUnknown2" {
        0: QueryInterface AddRef Release RemQueryInterface RemAddRef RemRelease RemQueryInterface2;
    }
    "000001a0-0000-0000-c000-000000000046" "IRemoteSCMActivator" {
        0: QueryInterfaceIRemoteSCMActivator AddRefIRemoteISCMActivator ReleaseIRemoteISCMActivator;
        3: RemoteGetClassObject RemoteCreateInstance;
    }
    "00020400-0000-0000-c000-000000000046" "IDispatch" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke;
    }
    "00020401-0000-0000-c000-000000000046" "ITypeInfo" {
        3: GetTypeAttr GetTypeComp GetFuncDesc GetVarDesc GetNames GetRefTypeOfImplType GetImplTypeFlags;
        12: GetDocumentation GetDllEntry GetRefTypeInfo;
        16: CreateInstance GetMops GetContainingTypeLib;
    }
    "00020402-0000-0000-c000-000000000046" "ITypeLib" {
        3: GetTypeInfoCount GetTypeInfo GetTypeInfoType GetTypeInfoOfGuid GetLibAttr GetTypeComp;
        9: GetDocumentation IsName FindName;
    }
    "00020403-0000-0000-c000-000000000046" "ITypeComp" {
        3: Bind BindType;
    }
    "00020404-0000-0000-c000-000000000046" "IEnumVARIANT" {
        3: Next Skip Reset Clone;
    }
    "00020405-0000-0000-c000-000000000046" "ICreateTypeInfo" {
        3: SetGuid SetTypeFlags SetDocString SetHelpContext SetVersion AddRefTypeInfo AddFuncDesc AddImplType;
        11: SetImplTypeFlags SetAlignment SetSchema AddVarDesc SetFuncAndParamNames SetVarName;
        17: SetTypeDescAlias DefineFuncAsDllEntry SetFuncDocString SetVarDocString SetFuncHelpContext;
        22: SetVarHelpContext SetMops SetTypeIdldesc LayOut;
    }
    "00020406-0000-0000-c000-000000000046" "ICreateTypeLib" {
        3: CreateTypeInfo SetName SetVersion SetGuid SetDocString SetHelpFileName SetHelpContext SetLcid;
        11: SetLibFlags SaveAllChanges;
    }
    "0002040e-0000-0000-c000-000000000046" "ICreateTypeInfo2" {
        3: SetGuid SetTypeFlags SetDocString SetHelpContext SetVersion AddRefTypeInfo AddFuncDesc AddImplType;
        11: SetImplTypeFlags SetAlignment SetSchema AddVarDesc SetFuncAndParamNames SetVarName;
        17: SetTypeDescAlias DefineFuncAsDllEntry SetFuncDocString SetVarDocString SetFuncHelpContext;
        22: SetVarHelpContext SetMops SetTypeIdldesc LayOut DeleteFuncDesc DeleteFuncDescByMemId;
        28: DeleteVarDesc DeleteVarDescByMemId DeleteImplType SetCustData SetFuncCustData SetParamCustData;
        34: SetVarCustData SetImplTypeCustData SetHelpStringContext SetFuncHelpStringContext;
        38: SetVarHelpStringContext Invalidate SetName;
    }
    "0002040f-0000-0000-c000-000000000046" "ICreateTypeLib2" {
        3: CreateTypeInfo SetName SetVersion SetGuid SetDocString SetHelpFileName SetHelpContext SetLcid;
        11: SetLibFlags SaveAllChanges DeleteTypeInfo SetCustData SetHelpStringContext SetHelpStringDll;
    }
    "00020410-0000-0000-c000-000000000046" "ITypeChangeEvents" {
        3: RequestTypeChange AfterTypeChange;
    }
    "00020411-0000-0000-c000-000000000046" "ITypeLib2" {
        3: GetTypeInfoCount GetTypeInfo GetTypeInfoType GetTypeInfoOfGuid GetLibAttr GetTypeComp;
        9: GetDocumentation IsName FindName;
        13: GetCustData GetLibStatistics GetDocumentation2 GetAllCustData;
    }
    "00020412-0000-0000-c000-000000000046" "ITypeInfo2" {
        3: GetTypeAttr GetTypeComp GetFuncDesc GetVarDesc GetNames GetRefTypeOfImplType GetImplTypeFlags;
        12: GetDocumentation GetDllEntry GetRefTypeInfo;
        16: CreateInstance GetMops GetContainingTypeLib;
        22: GetTypeKind GetTypeFlags GetFuncIndexOfMemId GetVarIndexOfMemId GetCustData GetFuncCustData;
        28: GetParamCustData GetVarCustData GetImplTypeCustData GetDocumentation2 GetAllCustData;
        33: GetAllFuncCustData GetAllParamCustData GetAllVarCustData GetAllImplTypeCustData;
    }
    "000e0000-0000-0000-c000-000000000046" "AsyncIUnknown" {
        3: Begin_QueryInterface Finish_QueryInterface Begin_AddRef Finish_AddRef Begin_Release Finish_Release;
    }
    "027947e1-d731-11ce-a357-000000000001" "IEnumWbemClassObject interface" {
        3: Reset Next NextAsync Clone Skip;
    }
    "0e3d6630-b46b-11d1-9d2d-006008b0e5ca" "ICatalogTableRead" {
        3: ReadTable;
    }
    "0e3d6631-b46b-11d1-9d2d-006008b0e5ca" "ICatalogTableWrite" {
        3: WriteTable;
    }
    "182c40fa-32e4-11d0-818b-00a0c9231c29" "ICatalogSession" {
        7: InitializeSession GetServerInformation;
    }
    "1c1c45ee-4395-11d2-b60b-00104b703efd" "IWbemFetchSmartEnum interface" {
        3: GetSmartEnum;
    }
    "1cf2b120-547d-101b-8e65-08002b2bd119" "IErrorInfo" {
        3: GetGUID GetSource GetDescription GetHelpFile GetHelpContext;
    }
    "1d118904-94b3-4a64-9fa6-ed432666a7b9" "ICatalog64BitSupport" {
        3: SupportsMultipleBitness Initialize64BitQueryCellSupport;
    }
    "1f7b1697-ecb2-4cbb-8a0e-75c427f4a6f0" "IImport2" {
        3: SetPartition;
    }
    "22f03340-547d-101b-8e65-08002b2bd119" "ICreateErrorInfo" {
        3: SetGUID SetSource SetDescription SetHelpFile SetHelpContext;
    }
    "2c9273e0-1dc3-11d3-b364-00105a1f8177" "IWbemRefreshingServices interface" {
        3: AddObjectToRefresher AddObjectToRefresherByTemplate AddEnumToRefresher RemoveObjectFromRefresher;
        7: GetRemoteRefresher ReconnectRemoteRefresher;
    }
    "3127ca40-446e-11ce-8135-00aa004bb851" "IErrorLog" {
        3: AddError;
    }
    "3f3b1b86-dbbe-11d1-9da6-00805f85cfe3" "IContainerControl" {
        3: CreateContainer ShutdownContainers RefreshComponents;
    }
    "423ec01e-2e35-11d2-b604-00104b703efd" "IWbemWCOSmartEnum interface" {
        3: Next;
    }
    "44aca674-e8fc-11d0-a07c-00c04fb68820" "IWbemContext interface" {}
    "44aca675-e8fc-11d0-a07c-00c04fb68820" "IWbemCallResult interface" {
        3: GetResultObject GetResultString GetResultServices GetCallStatus;
    }
    "456129e2-1078-11d2-b0f9-00805fc73204" "ICatalogUtils" {
        3: ValidateUser WaitForEndWrites GetEventClassesForIID;
    }
    "47cde9a1-0bf6-11d2-8016-00c04fb9988e" "ICapabilitySupport" {
        3: Start Stop;
        7: IsInstalled IsRunning;
    }
    "4a6b0e15-2e38-11d1-9965-00c04fbbb345" "IEventSubscription" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IEventSubscription_SubscriptionID;
        8: put_IEventSubscription_SubscriptionID get_IEventSubscription_SubscriptionName;
        10: put_IEventSubscription_SubscriptionName get_IEventSubscription_PublisherID;
        12: put_IEventSubscription_PublisherID get_IEventSubscription_EventClassID;
        14: put_IEventSubscription_EventClassID get_IEventSubscription_MethodName;
        16: put_IEventSubscription_MethodName get_IEventSubscription_SubscriberCLSID;
        18: put_IEventSubscription_SubscriberCLSID get_IEventSubscription_SubscriberInterface;
        20: put_IEventSubscription_SubscriberInterface get_IEventSubscription_PerUser;
        22: put_IEventSubscription_PerUser get_IEventSubscription_OwnerSID put_IEventSubscription_OwnerSID;
        25: get_IEventSubscription_Enabled put_IEventSubscription_Enabled get_IEventSubscription_Description;
        28: put_IEventSubscription_Description get_IEventSubscription_MachineName;
        30: put_IEventSubscription_MachineName GetPublisherProperty PutPublisherProperty;
        33: RemovePublisherProperty GetPublisherPropertyCollection GetSubscriberProperty;
        36: PutSubscriberProperty RemoveSubscriberProperty GetSubscriberPropertyCollection;
        39: get_IEventSubscription_InterfaceID put_IEventSubscription_InterfaceID;
    }
    "4a6b0e16-2e38-11d1-9965-00c04fbbb345" "IEventSubscription2" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IEventSubscription_SubscriptionID;
        8: put_IEventSubscription_SubscriptionID get_IEventSubscription_SubscriptionName;
        10: put_IEventSubscription_SubscriptionName get_IEventSubscription_PublisherID;
        12: put_IEventSubscription_PublisherID get_IEventSubscription_EventClassID;
        14: put_IEventSubscription_EventClassID get_IEventSubscription_MethodName;
        16: put_IEventSubscription_MethodName get_IEventSubscription_SubscriberCLSID;
        18: put_IEventSubscription_SubscriberCLSID get_IEventSubscription_SubscriberInterface;
        20: put_IEventSubscription_SubscriberInterface get_IEventSubscription_PerUser;
        22: put_IEventSubscription_PerUser get_IEventSubscription_OwnerSID put_IEventSubscription_OwnerSID;
        25: get_IEventSubscription_Enabled put_IEventSubscription_Enabled get_IEventSubscription_Description;
        28: put_IEventSubscription_Description get_IEventSubscription_MachineName;
        30: put_IEventSubscription_MachineName GetPublisherProperty PutPublisherProperty;
        33: RemovePublisherProperty GetPublisherPropertyCollection GetSubscriberProperty;
        36: PutSubscriberProperty RemoveSubscriberProperty GetSubscriberPropertyCollection;
        39: get_IEventSubscription_InterfaceID put_IEventSubscription_InterfaceID;
        41: get_IEventSubscription2_FilterCriteria put_IEventSubscription2_FilterCriteria;
        43: get_IEventSubscription2_SubscriberMoniker put_IEventSubscription2_SubscriberMoniker;
    }
    "4d9f4ab8-7d1c-11cf-861e-0020af6e7c57" "IActivation" {
        0: RemoteActivation;
    }
    "4e14fb9f-2e22-11d1-9964-00c04fbbb345" "IEventSystem" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke Query Store Remove;
        10: get_IEventSystem_EventObjectChangeEventClassID QueryS RemoveS;
    }
    "52c80b95-c1ad-4240-8d89-72e9fa84025e" "IClusCfgAsyncEvictCleanup" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke CleanupNode;
    }
    "541679ab-2e5f-11d3-b34e-00104bcc4b4a" "IWbemLoginHelper" {
        3: SetEvent;
    }
    "55272a00-42cb-11ce-8135-00aa004bb851" "IPropertyBag" {
        3: Read RemoteRead Write;
    }
    "6c935649-30a6-4211-8687-c4c83e5fe1c7" "IContainerControl2" {
        3: ShutdownContainer PauseContainer ResumeContainer IsContainerPaused GetRunningContainers;
        8: GetContainerIDFromProcessID RecycleContainer GetContainerIDFromConglomerationID;
    }
    "7c857801-7381-11cf-884d-00aa004b2e24" "IWbemObjectSink interface" {
        3: Indicate SetStatus;
    }
    "7f43b400-1a0e-4d57-bbc9-6b0c65f7a889" "IAlternateLaunch" {
        3: CreateConfiguration DeleteConfiguration;
    }
    "7fb7ea43-2d76-4ea8-8cd9-3decc270295e" "IEventClass3" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IEventClass_EventClassID;
        8: put_IEventClass_EventClassID get_IEventClass_EventClassName put_IEventClass_EventClassName;
        11: get_IEventClass_OwnerSID put_IEventClass_OwnerSID get_IEventClass_FiringInterfaceID;
        14: put_IEventClass_FiringInterfaceID get_IEventClass_Description put_IEventClass_Description;
        19: get_IEventClass_TypeLib put_IEventClass_TypeLib get_IEventClass2_PublisherID;
        22: put_IEventClass2_PublisherID get_IEventClass2_MultiInterfacePublisherFilterCLSID;
        24: put_IEventClass2_MultiInterfacePublisherFilterCLSID get_IEventClass2_AllowInprocActivation;
        26: put_IEventClass2_AllowInprocActivation get_IEventClass2_FireInParallel;
        28: put_IEventClass2_FireInParallel get_IEventClass3_EventClassPartitionID;
        30: put_IEventClass3_EventClassPartitionID get_IEventClass3_EventClassApplicationID;
        32: put_IEventClass3_EventClassApplicationID;
    }
    "8db2180e-bd29-11d1-8b7e-00c04fd7a924" "IRegister" {
        3: RegisterModule;
    }
    "9556dc99-828c-11cf-a37e-00aa003240c7" "IWbemServices" {
        3: OpenNamespace CancelAsyncCall QueryObjectSink GetObject GetObjectAsync PutClass PutClassAsync;
        10: DeleteClass DeleteClassAsync CreateClassEnum CreateClassEnumAsync PutInstance PutInstanceAsync;
        16: DeleteClass DeleteClassAsync CreateInstanceEnum CreateInstanceEnumAsync ExecQuery ExecQueryAsync;
        22: ExecNotificationQuery ExecNotificationQueryAsync ExecMethod ExecMethodAsync;
    }
    "971668dc-c3fe-4ea1-9643-0c7230f494a1" "IRegister2" {
        3: CreateFullConfiguration CreateLegacyConfiguration PromoteLegacyConfiguration;
        8: RegisterModule2;
    }
    "97199110-db2e-11d1-a251-0000f805ca53" "ITransactionStream" {
        3: GetSeqAndTxViaExport GetSeqAndTxViaTransmitter GetTxViaExport GetTxViaTransmitter;
    }
    "98315903-7be5-11d2-adc1-00a02463d6e7" "IReplicationUtil" {
        3: CreateShare CreateEmptyDir RemoveShare BeginReplicationAsTarget QueryConglomerationPassword;
        8: CreateReplicationDir;
    }
    "99cc098f-a48a-4e9c-8e58-965c0afc19d5" "IEventSystem2" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke Query Store Remove;
        10: get_IEventSystem_EventObjectChangeEventClassID QueryS RemoveS GetVersion;
        14: VerifyTransientSubscribers;
    }
    "99fcfec4-5260-101b-bbcb-00aa0021347a" "IObjectExporter" {
        0: ResolveOxid SimplePing ComplexPing ServerAlive ResolveOxid2 ServerAlive2;
    }
    "9f6c78ef-fce5-42fa-abea-3e7df91921dc" "IWbemLoginClientIDEx" {
        3: SetClientInfoEx;
    }
    "a0e8f27a-888c-11d1-b763-00c04fb926af" "IEventSystemInitialize" {
        3: SetCOMCatalogBehaviour;
    }
    "a359dec5-e813-4834-8a2a-ba7f1d777d76" "IWbemBackupRestoreEx interface" {
        3: Backup Restore Pause Resume;
    }
    "a8927a41-d3ce-11d1-8472-006008b0e5ca" "ICatalogTableInfo" {
        3: GetClientTableInfo;
    }
    "b196b283-bab4-101a-b69c-00aa00341d07" "IProvideClassInfo" {
        3: GetClassInfo;
    }
    "c2be6970-df9e-11d1-8b87-00c04fd7a924" "IImport" {
        3: ImportFromFile QueryFile;
    }
    "c49e32c7-bc8b-11d2-85d4-00105a1f8304" "IWbemBackupRestore interface" {
        3: Backup Restore;
    }
    "c726744e-5735-4f08-8286-c510ee638fb6" "ICatalogUtils2" {
        3: CopyConglomerations CopyComponentConfiguration AliasComponent MoveComponentConfiguration;
        7: GetEventClassesForIID2 IsSafeToDelete FlushPartitionCache EnumerateSRPLevels GetComponentVersions;
    }
    "cfadac84-e12c-11d1-b34c-00c04f990d54" "IExport" {
        3: ExportConglomeration;
    }
    "d4781cd6-e5d3-44df-ad94-930efe48a887" "IWbemLoginClientID" {
        3: SetClientInfo;
    }
    "dc12a681-737f-11cf-884d-00aa004b2e24" "IWbemClassObject interface" {}
    "df0b3d60-548f-101b-8e65-08002b2bd119" "ISupportErrorInfo" {
        3: InterfaceSupportsErrorInfo;
    }
    "f131ea3e-b7be-480e-a60d-51cb2785779e" "IExport2" {
        3: ExportPartition;
    }
    "f1e9c5b2-f59b-11d2-b362-00105a1f8177" "IWbemRemoteRefresher interface" {
        3: RemoteRefresh StopRefreshing;
    }
    "f309ad18-d86a-11d0-a075-00c04fb68820" "IWbemLevel1Login" {
        3: EstablishPosition RequestChallenge WBEMLogin NTLMLogin;
    }
    "f4a07d63-2e25-11d1-9964-00c04fbbb345" "IEnumEventObject" {
        3: Clone Next Reset Skip;
    }
    "f89ac270-d4eb-11d1-b682-00805fc79216" "IEventObjectCollection" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IEventObjectCollection__NewEnum;
        8: get_IEventObjectCollection_Item get_IEventObjectCollection_NewEnum;
        10: get_IEventObjectCollection_Count Add Remove;
    }
    "fb2b72a0-7a68-11d1-88f9-0080c7d771bf" "IEventClass" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IEventClass_EventClassID;
        8: put_IEventClass_EventClassID get_IEventClass_EventClassName put_IEventClass_EventClassName;
        11: get_IEventClass_OwnerSID put_IEventClass_OwnerSID get_IEventClass_FiringInterfaceID;
        14: put_IEventClass_FiringInterfaceID get_IEventClass_Description put_IEventClass_Description;
        19: get_IEventClass_TypeLib put_IEventClass_TypeLib;
    }
    "fb2b72a1-7a68-11d1-88f9-0080c7d771bf" "IEventClass2" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IEventClass_EventClassID;
        8: put_IEventClass_EventClassID get_IEventClass_EventClassName put_IEventClass_EventClassName;
        11: get_IEventClass_OwnerSID put_IEventClass_OwnerSID get_IEventClass_FiringInterfaceID;
        14: put_IEventClass_FiringInterfaceID get_IEventClass_Description put_IEventClass_Description;
        19: get_IEventClass_TypeLib put_IEventClass_TypeLib get_IEventClass2_PublisherID;
        22: put_IEventClass2_PublisherID get_IEventClass2_MultiInterfacePublisherFilterCLSID;
        24: put_IEventClass2_MultiInterfacePublisherFilterCLSID get_IEventClass2_AllowInprocActivation;
        26: put_IEventClass2_AllowInprocActivation get_IEventClass2_FireInParallel;
        28: put_IEventClass2_FireInParallel;
    }
    "fbc1d17d-c498-43a0-81af-423ddd530af6" "IEventSubscription3" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IEventSubscription_SubscriptionID;
        8: put_IEventSubscription_SubscriptionID get_IEventSubscription_SubscriptionName;
        10: put_IEventSubscription_SubscriptionName get_IEventSubscription_PublisherID;
        12: put_IEventSubscription_PublisherID get_IEventSubscription_EventClassID;
        14: put_IEventSubscription_EventClassID get_IEventSubscription_MethodName;
        16: put_IEventSubscription_MethodName get_IEventSubscription_SubscriberCLSID;
        18: put_IEventSubscription_SubscriberCLSID get_IEventSubscription_SubscriberInterface;
        20: put_IEventSubscription_SubscriberInterface get_IEventSubscription_PerUser;
        22: put_IEventSubscription_PerUser get_IEventSubscription_OwnerSID put_IEventSubscription_OwnerSID;
        25: get_IEventSubscription_Enabled put_IEventSubscription_Enabled get_IEventSubscription_Description;
        28: put_IEventSubscription_Description get_IEventSubscription_MachineName;
        30: put_IEventSubscription_MachineName GetPublisherProperty PutPublisherProperty;
        33: RemovePublisherProperty GetPublisherPropertyCollection GetSubscriberProperty;
        36: PutSubscriberProperty RemoveSubscriberProperty GetSubscriberPropertyCollection;
        39: get_IEventSubscription_InterfaceID put_IEventSubscription_InterfaceID;
        41: get_IEventSubscription2_FilterCriteria put_IEventSubscription2_FilterCriteria;
        43: get_IEventSubscription2_SubscriberMoniker put_IEventSubscription2_SubscriberMoniker;
        45: get_IEventSubscription3_EventClassPartitionID put_IEventSubscription3_EventClassPartitionID;
        47: get_IEventSubscription3_EventClassApplicationID put_IEventSubscription3_EventClassApplicationID;
        49: get_IEventSubscription3_SubscriberPartitionID put_IEventSubscription3_SubscriberPartitionID;
        51: get_IEventSubscription3_SubscriberApplicationID put_IEventSubscription3_SubscriberApplicationID;
    }
}
