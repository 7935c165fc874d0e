//! Software updates.

use super::Interface;

interfaces! {
    "004c6a2b-0c19-4c69-9f5c-a269b2560db9" "IWindowsDriverUpdate4" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IUpdate_Title;
        8: get_IUpdate_AutoSelectOnWebSites get_IUpdate_BundledUpdates get_IUpdate_CanRequireSource;
        11: get_IUpdate_Categories get_IUpdate_Deadline get_IUpdate_DeltaCompressedContentAvailable;
        14: get_IUpdate_DeltaCompressedContentPreferred get_IUpdate_Description get_IUpdate_EulaAccepted;
        17: get_IUpdate_EulaText get_IUpdate_HandlerID get_IUpdate_Identity get_IUpdate_Image;
        21: get_IUpdate_InstallationBehavior get_IUpdate_IsBeta get_IUpdate_IsDownloaded get_IUpdate_IsHidden;
        26: get_IUpdate_IsInstalled get_IUpdate_IsMandatory get_IUpdate_IsUninstallable get_IUpdate_Languages;
        30: get_IUpdate_LastDeploymentChangeTime get_IUpdate_MaxDownloadSize get_IUpdate_MinDownloadSize;
        33: get_IUpdate_MoreInfoUrls get_IUpdate_MsrcSeverity get_IUpdate_RecommendedCpuSpeed;
        36: get_IUpdate_RecommendedHardDiskSpace get_IUpdate_RecommendedMemory get_IUpdate_ReleaseNotes;
        39: get_IUpdate_SecurityBulletinIDs get_IUpdate_SupersededUpdateIDs get_IUpdate_SupportUrl;
        42: get_IUpdate_Type get_IUpdate_UninstallationNotes get_IUpdate_UninstallationBehavior;
        45: get_IUpdate_UninstallationSteps get_IUpdate_KBArticleIDs;
        48: get_IUpdate_DeploymentAction;
        50: get_IUpdate_DownloadPriority get_IUpdate_DownloadContents get_IWindowsDriverUpdate_DriverClass;
        53: get_IWindowsDriverUpdate_DriverHardwareID get_IWindowsDriverUpdate_DriverManufacturer;
        55: get_IWindowsDriverUpdate_DriverModel get_IWindowsDriverUpdate_DriverProvider;
        57: get_IWindowsDriverUpdate_DriverVerDate get_IWindowsDriverUpdate_DeviceProblemNumber;
        59: get_IWindowsDriverUpdate_DeviceStatus get_IWindowsDriverUpdate2_RebootRequired;
        61: get_IWindowsDriverUpdate2_IsPresent get_IWindowsDriverUpdate2_CveIDs;
        64: get_IWindowsDriverUpdate3_BrowseOnly get_IWindowsDriverUpdate4_WindowsDriverUpdateEntries;
        66: get_IWindowsDriverUpdate4_PerUser;
    }
    "04c6895d-eaf2-4034-97f3-311de9be413a" "IUpdateSearcher3" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke;
        7: get_IUpdateSearcher_CanAutomaticallyUpgradeService;
        8: put_IUpdateSearcher_CanAutomaticallyUpgradeService get_IUpdateSearcher_ClientApplicationID;
        10: put_IUpdateSearcher_ClientApplicationID get_IUpdateSearcher_IncludePotentiallySupersededUpdates;
        12: put_IUpdateSearcher_IncludePotentiallySupersededUpdates get_IUpdateSearcher_ServerSelection;
        14: put_IUpdateSearcher_ServerSelection;
        17: EscapeString QueryHistory Search get_IUpdateSearcher_Online put_IUpdateSearcher_Online;
        22: GetTotalHistoryCount get_IUpdateSearcher_ServiceID put_IUpdateSearcher_ServiceID;
        25: get_IUpdateSearcher2_IgnoreDownloadPriority put_IUpdateSearcher2_IgnoreDownloadPriority;
        27: get_IUpdateSearcher3_SearchScope put_IUpdateSearcher3_SearchScope;
    }
    "07f7438c-7709-4ca5-b518-91279288134e" "IUpdateCollection" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IUpdateCollection_Item;
        8: put_IUpdateCollection_Item get_IUpdateCollection__NewEnum get_IUpdateCollection_Count;
        11: get_IUpdateCollection_ReadOnly Add Clear;
        15: Insert RemoveAt;
    }
    "0bb8531d-7e8d-424f-986c-a0b8f60a3e7b" "IUpdateServiceManager2" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IUpdateServiceManager_Services;
        9: RegisterServiceWithAU RemoveService;
        12: AddScanPackageService SetOption get_IUpdateServiceManager2_ClientApplicationID;
        15: put_IUpdateServiceManager2_ClientApplicationID QueryServiceRegistration AddService2;
    }
    "0d521700-a372-4bef-828b-3d00c10adebd" "IWindowsDriverUpdateEntryCollection" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IWindowsDriverUpdateEntryCollection_Item;
        8: get_IWindowsDriverUpdateEntryCollection__NewEnum get_IWindowsDriverUpdateEntryCollection_Count;
    }
    "112eda6b-95b3-476f-9d90-aee82c6b8181" "IUpdate3" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IUpdate_Title;
        8: get_IUpdate_AutoSelectOnWebSites get_IUpdate_BundledUpdates get_IUpdate_CanRequireSource;
        11: get_IUpdate_Categories get_IUpdate_Deadline get_IUpdate_DeltaCompressedContentAvailable;
        14: get_IUpdate_DeltaCompressedContentPreferred get_IUpdate_Description get_IUpdate_EulaAccepted;
        17: get_IUpdate_EulaText get_IUpdate_HandlerID get_IUpdate_Identity get_IUpdate_Image;
        21: get_IUpdate_InstallationBehavior get_IUpdate_IsBeta get_IUpdate_IsDownloaded get_IUpdate_IsHidden;
        26: get_IUpdate_IsInstalled get_IUpdate_IsMandatory get_IUpdate_IsUninstallable get_IUpdate_Languages;
        30: get_IUpdate_LastDeploymentChangeTime get_IUpdate_MaxDownloadSize get_IUpdate_MinDownloadSize;
        33: get_IUpdate_MoreInfoUrls get_IUpdate_MsrcSeverity get_IUpdate_RecommendedCpuSpeed;
        36: get_IUpdate_RecommendedHardDiskSpace get_IUpdate_RecommendedMemory get_IUpdate_ReleaseNotes;
        39: get_IUpdate_SecurityBulletinIDs get_IUpdate_SupersededUpdateIDs get_IUpdate_SupportUrl;
        42: get_IUpdate_Type get_IUpdate_UninstallationNotes get_IUpdate_UninstallationBehavior;
        45: get_IUpdate_UninstallationSteps get_IUpdate_KBArticleIDs;
        48: get_IUpdate_DeploymentAction;
        50: get_IUpdate_DownloadPriority get_IUpdate_DownloadContents get_IUpdate2_RebootRequired;
        53: get_IUpdate2_IsPresent get_IUpdate2_CveIDs;
        56: get_IUpdate3_BrowseOnly;
    }
    "144fe9b0-d23d-4a8b-8634-fb4457533b7a" "IUpdate2" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IUpdate_Title;
        8: get_IUpdate_AutoSelectOnWebSites get_IUpdate_BundledUpdates get_IUpdate_CanRequireSource;
        11: get_IUpdate_Categories get_IUpdate_Deadline get_IUpdate_DeltaCompressedContentAvailable;
        14: get_IUpdate_DeltaCompressedContentPreferred get_IUpdate_Description get_IUpdate_EulaAccepted;
        17: get_IUpdate_EulaText get_IUpdate_HandlerID get_IUpdate_Identity get_IUpdate_Image;
        21: get_IUpdate_InstallationBehavior get_IUpdate_IsBeta get_IUpdate_IsDownloaded get_IUpdate_IsHidden;
        26: get_IUpdate_IsInstalled get_IUpdate_IsMandatory get_IUpdate_IsUninstallable get_IUpdate_Languages;
        30: get_IUpdate_LastDeploymentChangeTime get_IUpdate_MaxDownloadSize get_IUpdate_MinDownloadSize;
        33: get_IUpdate_MoreInfoUrls get_IUpdate_MsrcSeverity get_IUpdate_RecommendedCpuSpeed;
        36: get_IUpdate_RecommendedHardDiskSpace get_IUpdate_RecommendedMemory get_IUpdate_ReleaseNotes;
        39: get_IUpdate_SecurityBulletinIDs get_IUpdate_SupersededUpdateIDs get_IUpdate_SupportUrl;
        42: get_IUpdate_Type get_IUpdate_UninstallationNotes get_IUpdate_UninstallationBehavior;
        45: get_IUpdate_UninstallationSteps get_IUpdate_KBArticleIDs;
        48: get_IUpdate_DeploymentAction;
        50: get_IUpdate_DownloadPriority get_IUpdate_DownloadContents get_IUpdate2_RebootRequired;
        53: get_IUpdate2_IsPresent get_IUpdate2_CveIDs;
    }
    "1518b460-6518-4172-940f-c75883b24ceb" "IUpdateService2" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IUpdateService_Name;
        8: get_IUpdateService_ContentValidationCert get_IUpdateService_ExpirationDate;
        10: get_IUpdateService_IsManaged get_IUpdateService_IsRegisteredWithAU get_IUpdateService_IssueDate;
        13: get_IUpdateService_OffersWindowsUpdates get_IUpdateService_RedirectUrls;
        15: get_IUpdateService_ServiceID get_IUpdateService_IsScanPackageService;
        17: get_IUpdateService_CanRegisterWithAU get_IUpdateService_ServiceUrl get_IUpdateService_SetupPrefix;
        20: get_IUpdateService2_IsDefaultAUService;
    }
    "23857e3c-02ba-44a3-9423-b1c900805f37" "IUpdateServiceManager" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IUpdateServiceManager_Services;
        9: RegisterServiceWithAU RemoveService;
        12: AddScanPackageService SetOption;
    }
    "27e94b0d-5139-49a2-9a61-93522dc54652" "IUpdate4" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IUpdate_Title;
        8: get_IUpdate_AutoSelectOnWebSites get_IUpdate_BundledUpdates get_IUpdate_CanRequireSource;
        11: get_IUpdate_Categories get_IUpdate_Deadline get_IUpdate_DeltaCompressedContentAvailable;
        14: get_IUpdate_DeltaCompressedContentPreferred get_IUpdate_Description get_IUpdate_EulaAccepted;
        17: get_IUpdate_EulaText get_IUpdate_HandlerID get_IUpdate_Identity get_IUpdate_Image;
        21: get_IUpdate_InstallationBehavior get_IUpdate_IsBeta get_IUpdate_IsDownloaded get_IUpdate_IsHidden;
        26: get_IUpdate_IsInstalled get_IUpdate_IsMandatory get_IUpdate_IsUninstallable get_IUpdate_Languages;
        30: get_IUpdate_LastDeploymentChangeTime get_IUpdate_MaxDownloadSize get_IUpdate_MinDownloadSize;
        33: get_IUpdate_MoreInfoUrls get_IUpdate_MsrcSeverity get_IUpdate_RecommendedCpuSpeed;
        36: get_IUpdate_RecommendedHardDiskSpace get_IUpdate_RecommendedMemory get_IUpdate_ReleaseNotes;
        39: get_IUpdate_SecurityBulletinIDs get_IUpdate_SupersededUpdateIDs get_IUpdate_SupportUrl;
        42: get_IUpdate_Type get_IUpdate_UninstallationNotes get_IUpdate_UninstallationBehavior;
        45: get_IUpdate_UninstallationSteps get_IUpdate_KBArticleIDs;
        48: get_IUpdate_DeploymentAction;
        50: get_IUpdate_DownloadPriority get_IUpdate_DownloadContents get_IUpdate2_RebootRequired;
        53: get_IUpdate2_IsPresent get_IUpdate2_CveIDs;
        56: get_IUpdate3_BrowseOnly get_IUpdate4_PerUser;
    }
    "3a56bfb8-576c-43f7-9335-fe4838fd7e37" "ICategoryCollection" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_ICategoryCollection_Item;
        8: get_ICategoryCollection__NewEnum get_ICategoryCollection_Count;
    }
    "46297823-9940-4c09-aed9-cd3ea6d05968" "IUpdateIdentity" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IUpdateIdentity_RevisionNumber;
        8: get_IUpdateIdentity_UpdateID;
    }
    "49ebd502-4a96-41bd-9e3e-4c5057f4250c" "IWindowsDriverUpdate3" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IUpdate_Title;
        8: get_IUpdate_AutoSelectOnWebSites get_IUpdate_BundledUpdates get_IUpdate_CanRequireSource;
        11: get_IUpdate_Categories get_IUpdate_Deadline get_IUpdate_DeltaCompressedContentAvailable;
        14: get_IUpdate_DeltaCompressedContentPreferred get_IUpdate_Description get_IUpdate_EulaAccepted;
        17: get_IUpdate_EulaText get_IUpdate_HandlerID get_IUpdate_Identity get_IUpdate_Image;
        21: get_IUpdate_InstallationBehavior get_IUpdate_IsBeta get_IUpdate_IsDownloaded get_IUpdate_IsHidden;
        26: get_IUpdate_IsInstalled get_IUpdate_IsMandatory get_IUpdate_IsUninstallable get_IUpdate_Languages;
        30: get_IUpdate_LastDeploymentChangeTime get_IUpdate_MaxDownloadSize get_IUpdate_MinDownloadSize;
        33: get_IUpdate_MoreInfoUrls get_IUpdate_MsrcSeverity get_IUpdate_RecommendedCpuSpeed;
        36: get_IUpdate_RecommendedHardDiskSpace get_IUpdate_RecommendedMemory get_IUpdate_ReleaseNotes;
        39: get_IUpdate_SecurityBulletinIDs get_IUpdate_SupersededUpdateIDs get_IUpdate_SupportUrl;
        42: get_IUpdate_Type get_IUpdate_UninstallationNotes get_IUpdate_UninstallationBehavior;
        45: get_IUpdate_UninstallationSteps get_IUpdate_KBArticleIDs;
        48: get_IUpdate_DeploymentAction;
        50: get_IUpdate_DownloadPriority get_IUpdate_DownloadContents get_IWindowsDriverUpdate_DriverClass;
        53: get_IWindowsDriverUpdate_DriverHardwareID get_IWindowsDriverUpdate_DriverManufacturer;
        55: get_IWindowsDriverUpdate_DriverModel get_IWindowsDriverUpdate_DriverProvider;
        57: get_IWindowsDriverUpdate_DriverVerDate get_IWindowsDriverUpdate_DeviceProblemNumber;
        59: get_IWindowsDriverUpdate_DeviceStatus get_IWindowsDriverUpdate2_RebootRequired;
        61: get_IWindowsDriverUpdate2_IsPresent get_IWindowsDriverUpdate2_CveIDs;
        64: get_IWindowsDriverUpdate3_BrowseOnly;
    }
    "4a2f5c31-cfd9-410e-b7fb-29a653973a0f" "IAutomaticUpdates2" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke DetectNow;
        14: get_IAutomaticUpdates2_Results;
    }
    "4cbdcb2d-1589-4beb-bd1c-3e582ff0add0" "IUpdateSearcher2" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke;
        7: get_IUpdateSearcher_CanAutomaticallyUpgradeService;
        8: put_IUpdateSearcher_CanAutomaticallyUpgradeService get_IUpdateSearcher_ClientApplicationID;
        10: put_IUpdateSearcher_ClientApplicationID get_IUpdateSearcher_IncludePotentiallySupersededUpdates;
        12: put_IUpdateSearcher_IncludePotentiallySupersededUpdates get_IUpdateSearcher_ServerSelection;
        14: put_IUpdateSearcher_ServerSelection;
        17: EscapeString QueryHistory Search get_IUpdateSearcher_Online put_IUpdateSearcher_Online;
        22: GetTotalHistoryCount get_IUpdateSearcher_ServiceID put_IUpdateSearcher_ServiceID;
        25: get_IUpdateSearcher2_IgnoreDownloadPriority put_IUpdateSearcher2_IgnoreDownloadPriority;
    }
    "503626a3-8e14-4729-9355-0fe664bd2321" "IUpdateExceptionCollection" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IUpdateExceptionCollection_Item;
        8: get_IUpdateExceptionCollection__NewEnum get_IUpdateExceptionCollection_Count;
    }
    "54a2cb2d-9a0c-48b6-8a50-9abb69ee2d02" "IUpdateDownloadContent" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IUpdateDownloadContent_DownloadUrl;
    }
    "615c4269-7a48-43bd-96b7-bf6ca27d6c3e" "IWindowsDriverUpdate2" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IUpdate_Title;
        8: get_IUpdate_AutoSelectOnWebSites get_IUpdate_BundledUpdates get_IUpdate_CanRequireSource;
        11: get_IUpdate_Categories get_IUpdate_Deadline get_IUpdate_DeltaCompressedContentAvailable;
        14: get_IUpdate_DeltaCompressedContentPreferred get_IUpdate_Description get_IUpdate_EulaAccepted;
        17: get_IUpdate_EulaText get_IUpdate_HandlerID get_IUpdate_Identity get_IUpdate_Image;
        21: get_IUpdate_InstallationBehavior get_IUpdate_IsBeta get_IUpdate_IsDownloaded get_IUpdate_IsHidden;
        26: get_IUpdate_IsInstalled get_IUpdate_IsMandatory get_IUpdate_IsUninstallable get_IUpdate_Languages;
        30: get_IUpdate_LastDeploymentChangeTime get_IUpdate_MaxDownloadSize get_IUpdate_MinDownloadSize;
        33: get_IUpdate_MoreInfoUrls get_IUpdate_MsrcSeverity get_IUpdate_RecommendedCpuSpeed;
        36: get_IUpdate_RecommendedHardDiskSpace get_IUpdate_RecommendedMemory get_IUpdate_ReleaseNotes;
        39: get_IUpdate_SecurityBulletinIDs get_IUpdate_SupersededUpdateIDs get_IUpdate_SupportUrl;
        42: get_IUpdate_Type get_IUpdate_UninstallationNotes get_IUpdate_UninstallationBehavior;
        45: get_IUpdate_UninstallationSteps get_IUpdate_KBArticleIDs;
        48: get_IUpdate_DeploymentAction;
        50: get_IUpdate_DownloadPriority get_IUpdate_DownloadContents get_IWindowsDriverUpdate_DriverClass;
        53: get_IWindowsDriverUpdate_DriverHardwareID get_IWindowsDriverUpdate_DriverManufacturer;
        55: get_IWindowsDriverUpdate_DriverModel get_IWindowsDriverUpdate_DriverProvider;
        57: get_IWindowsDriverUpdate_DriverVerDate get_IWindowsDriverUpdate_DeviceProblemNumber;
        59: get_IWindowsDriverUpdate_DeviceStatus get_IWindowsDriverUpdate2_RebootRequired;
        61: get_IWindowsDriverUpdate2_IsPresent get_IWindowsDriverUpdate2_CveIDs;
    }
    "673425bf-c082-4c7c-bdfd-569464b8e0ce" "IAutomaticUpdates" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke DetectNow;
    }
    "6a92b07a-d821-4682-b423-5c805022cc4d" "IUpdate" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IUpdate_Title;
        8: get_IUpdate_AutoSelectOnWebSites get_IUpdate_BundledUpdates get_IUpdate_CanRequireSource;
        11: get_IUpdate_Categories get_IUpdate_Deadline get_IUpdate_DeltaCompressedContentAvailable;
        14: get_IUpdate_DeltaCompressedContentPreferred get_IUpdate_Description get_IUpdate_EulaAccepted;
        17: get_IUpdate_EulaText get_IUpdate_HandlerID get_IUpdate_Identity get_IUpdate_Image;
        21: get_IUpdate_InstallationBehavior get_IUpdate_IsBeta get_IUpdate_IsDownloaded get_IUpdate_IsHidden;
        26: get_IUpdate_IsInstalled get_IUpdate_IsMandatory get_IUpdate_IsUninstallable get_IUpdate_Languages;
        30: get_IUpdate_LastDeploymentChangeTime get_IUpdate_MaxDownloadSize get_IUpdate_MinDownloadSize;
        33: get_IUpdate_MoreInfoUrls get_IUpdate_MsrcSeverity get_IUpdate_RecommendedCpuSpeed;
        36: get_IUpdate_RecommendedHardDiskSpace get_IUpdate_RecommendedMemory get_IUpdate_ReleaseNotes;
        39: get_IUpdate_SecurityBulletinIDs get_IUpdate_SupersededUpdateIDs get_IUpdate_SupportUrl;
        42: get_IUpdate_Type get_IUpdate_UninstallationNotes get_IUpdate_UninstallationBehavior;
        45: get_IUpdate_UninstallationSteps get_IUpdate_KBArticleIDs;
        48: get_IUpdate_DeploymentAction;
        50: get_IUpdate_DownloadPriority get_IUpdate_DownloadContents;
    }
    "70cf5c82-8642-42bb-9dbc-0cfd263c6c4f" "IWindowsDriverUpdate5" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IUpdate_Title;
        8: get_IUpdate_AutoSelectOnWebSites get_IUpdate_BundledUpdates get_IUpdate_CanRequireSource;
        11: get_IUpdate_Categories get_IUpdate_Deadline get_IUpdate_DeltaCompressedContentAvailable;
        14: get_IUpdate_DeltaCompressedContentPreferred get_IUpdate_Description get_IUpdate_EulaAccepted;
        17: get_IUpdate_EulaText get_IUpdate_HandlerID get_IUpdate_Identity get_IUpdate_Image;
        21: get_IUpdate_InstallationBehavior get_IUpdate_IsBeta get_IUpdate_IsDownloaded get_IUpdate_IsHidden;
        26: get_IUpdate_IsInstalled get_IUpdate_IsMandatory get_IUpdate_IsUninstallable get_IUpdate_Languages;
        30: get_IUpdate_LastDeploymentChangeTime get_IUpdate_MaxDownloadSize get_IUpdate_MinDownloadSize;
        33: get_IUpdate_MoreInfoUrls get_IUpdate_MsrcSeverity get_IUpdate_RecommendedCpuSpeed;
        36: get_IUpdate_RecommendedHardDiskSpace get_IUpdate_RecommendedMemory get_IUpdate_ReleaseNotes;
        39: get_IUpdate_SecurityBulletinIDs get_IUpdate_SupersededUpdateIDs get_IUpdate_SupportUrl;
        42: get_IUpdate_Type get_IUpdate_UninstallationNotes get_IUpdate_UninstallationBehavior;
        45: get_IUpdate_UninstallationSteps get_IUpdate_KBArticleIDs;
        48: get_IUpdate_DeploymentAction;
        50: get_IUpdate_DownloadPriority get_IUpdate_DownloadContents get_IWindowsDriverUpdate_DriverClass;
        53: get_IWindowsDriverUpdate_DriverHardwareID get_IWindowsDriverUpdate_DriverManufacturer;
        55: get_IWindowsDriverUpdate_DriverModel get_IWindowsDriverUpdate_DriverProvider;
        57: get_IWindowsDriverUpdate_DriverVerDate get_IWindowsDriverUpdate_DeviceProblemNumber;
        59: get_IWindowsDriverUpdate_DeviceStatus get_IWindowsDriverUpdate2_RebootRequired;
        61: get_IWindowsDriverUpdate2_IsPresent get_IWindowsDriverUpdate2_CveIDs;
        64: get_IWindowsDriverUpdate3_BrowseOnly get_IWindowsDriverUpdate4_WindowsDriverUpdateEntries;
        66: get_IWindowsDriverUpdate4_PerUser get_IWindowsDriverUpdate5_AutoSelection;
        68: get_IWindowsDriverUpdate5_AutoDownload;
    }
    "76b3b17e-aed6-4da5-85f0-83587f81abe3" "IUpdateService" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IUpdateService_Name;
        8: get_IUpdateService_ContentValidationCert get_IUpdateService_ExpirationDate;
        10: get_IUpdateService_IsManaged get_IUpdateService_IsRegisteredWithAU get_IUpdateService_IssueDate;
        13: get_IUpdateService_OffersWindowsUpdates get_IUpdateService_RedirectUrls;
        15: get_IUpdateService_ServiceID get_IUpdateService_IsScanPackageService;
        17: get_IUpdateService_CanRegisterWithAU get_IUpdateService_ServiceUrl get_IUpdateService_SetupPrefix;
    }
    "7c907864-346c-4aeb-8f3f-57da289f969f" "IImageInformation" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IImageInformation_AltText;
        8: get_IImageInformation_Height get_IImageInformation_Source get_IImageInformation_Width;
    }
    "816858a4-260d-4260-933a-2585f1abc76b" "IUpdateSession" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IUpdateSession_ClientApplicationID;
        8: put_IUpdateSession_ClientApplicationID get_IUpdateSession_ReadOnly;
        12: CreateUpdateSearcher;
    }
    "81ddc1b8-9d35-47a6-b471-5b80f519223b" "ICategory" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_ICategory_Name get_ICategory_CategoryID;
        9: get_ICategory_Children get_ICategory_Description get_ICategory_Image get_ICategory_Order;
        13: get_ICategory_Parent get_ICategory_Type get_ICategory_Updates;
    }
    "85713fa1-7796-4fa2-be3b-e2d6124dd373" "IWindowsUpdateAgentInfo" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke GetInfo;
    }
    "8f45abf1-f9ae-4b95-a933-f0f66e5056ea" "IUpdateSearcher" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke;
        7: get_IUpdateSearcher_CanAutomaticallyUpgradeService;
        8: put_IUpdateSearcher_CanAutomaticallyUpgradeService get_IUpdateSearcher_ClientApplicationID;
        10: put_IUpdateSearcher_ClientApplicationID get_IUpdateSearcher_IncludePotentiallySupersededUpdates;
        12: put_IUpdateSearcher_IncludePotentiallySupersededUpdates get_IUpdateSearcher_ServerSelection;
        14: put_IUpdateSearcher_ServerSelection;
        17: EscapeString QueryHistory Search get_IUpdateSearcher_Online put_IUpdateSearcher_Online;
        22: GetTotalHistoryCount get_IUpdateSearcher_ServiceID put_IUpdateSearcher_ServiceID;
    }
    "918efd1e-b5d8-4c90-8540-aeb9bdc56f9d" "IUpdateSession3" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IUpdateSession_ClientApplicationID;
        8: put_IUpdateSession_ClientApplicationID get_IUpdateSession_ReadOnly;
        12: CreateUpdateSearcher;
        15: get_IUpdateSession2_UserLocale put_IUpdateSession2_UserLocale CreateUpdateServiceManager;
        18: QueryHistory;
    }
    "91caf7b0-eb23-49ed-9937-c52d817f46f7" "IUpdateSession2" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IUpdateSession_ClientApplicationID;
        8: put_IUpdateSession_ClientApplicationID get_IUpdateSession_ReadOnly;
        12: CreateUpdateSearcher;
        15: get_IUpdateSession2_UserLocale put_IUpdateSession2_UserLocale;
    }
    "9b0353aa-0e52-44ff-b8b0-1f7fa0437f88" "IUpdateServiceCollection" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IUpdateServiceCollection_Item;
        8: get_IUpdateServiceCollection__NewEnum get_IUpdateServiceCollection_Count;
    }
    "a376dd5e-09d4-427f-af7c-fed5b6e1c1d6" "IUpdateException" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IUpdateException_Message;
        8: get_IUpdateException_HResult get_IUpdateException_Context;
    }
    "a7f04f3c-a290-435b-aadf-a116c3357a5c" "IUpdateHistoryEntryCollection" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IUpdateHistoryEntryCollection_Item;
        8: get_IUpdateHistoryEntryCollection__NewEnum get_IUpdateHistoryEntryCollection_Count;
    }
    "b383cd1a-5ce9-4504-9f63-764b1236f191" "IWindowsDriverUpdate" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IUpdate_Title;
        8: get_IUpdate_AutoSelectOnWebSites get_IUpdate_BundledUpdates get_IUpdate_CanRequireSource;
        11: get_IUpdate_Categories get_IUpdate_Deadline get_IUpdate_DeltaCompressedContentAvailable;
        14: get_IUpdate_DeltaCompressedContentPreferred get_IUpdate_Description get_IUpdate_EulaAccepted;
        17: get_IUpdate_EulaText get_IUpdate_HandlerID get_IUpdate_Identity get_IUpdate_Image;
        21: get_IUpdate_InstallationBehavior get_IUpdate_IsBeta get_IUpdate_IsDownloaded get_IUpdate_IsHidden;
        26: get_IUpdate_IsInstalled get_IUpdate_IsMandatory get_IUpdate_IsUninstallable get_IUpdate_Languages;
        30: get_IUpdate_LastDeploymentChangeTime get_IUpdate_MaxDownloadSize get_IUpdate_MinDownloadSize;
        33: get_IUpdate_MoreInfoUrls get_IUpdate_MsrcSeverity get_IUpdate_RecommendedCpuSpeed;
        36: get_IUpdate_RecommendedHardDiskSpace get_IUpdate_RecommendedMemory get_IUpdate_ReleaseNotes;
        39: get_IUpdate_SecurityBulletinIDs get_IUpdate_SupersededUpdateIDs get_IUpdate_SupportUrl;
        42: get_IUpdate_Type get_IUpdate_UninstallationNotes get_IUpdate_UninstallationBehavior;
        45: get_IUpdate_UninstallationSteps get_IUpdate_KBArticleIDs;
        48: get_IUpdate_DeploymentAction;
        50: get_IUpdate_DownloadPriority get_IUpdate_DownloadContents get_IWindowsDriverUpdate_DriverClass;
        53: get_IWindowsDriverUpdate_DriverHardwareID get_IWindowsDriverUpdate_DriverManufacturer;
        55: get_IWindowsDriverUpdate_DriverModel get_IWindowsDriverUpdate_DriverProvider;
        57: get_IWindowsDriverUpdate_DriverVerDate get_IWindowsDriverUpdate_DeviceProblemNumber;
        59: get_IWindowsDriverUpdate_DeviceStatus;
    }
    "bc5513c8-b3b8-4bf7-a4d4-361c0d8c88ba" "IUpdateDownloadContentCollection" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IUpdateDownloadContentCollection_Item;
        8: get_IUpdateDownloadContentCollection__NewEnum get_IUpdateDownloadContentCollection_Count;
    }
    "be56a644-af0e-4e0e-a311-c1d8e695cbff" "IUpdateHistoryEntry" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IUpdateHistoryEntry_Operation;
        8: get_IUpdateHistoryEntry_ResultCode get_IUpdateHistoryEntry_HResult get_IUpdateHistoryEntry_Date;
        11: get_IUpdateHistoryEntry_UpdateIdentity get_IUpdateHistoryEntry_Title;
        13: get_IUpdateHistoryEntry_Description get_IUpdateHistoryEntry_UnmappedResultCode;
        15: get_IUpdateHistoryEntry_ClientApplicationID get_IUpdateHistoryEntry_ServerSelection;
        17: get_IUpdateHistoryEntry_ServiceID get_IUpdateHistoryEntry_UninstallationSteps;
        19: get_IUpdateHistoryEntry_UninstallationNotes get_IUpdateHistoryEntry_SupportUrl;
    }
    "c1c2f21a-d2f4-4902-b5c6-8a081c19a890" "IUpdate5" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IUpdate_Title;
        8: get_IUpdate_AutoSelectOnWebSites get_IUpdate_BundledUpdates get_IUpdate_CanRequireSource;
        11: get_IUpdate_Categories get_IUpdate_Deadline get_IUpdate_DeltaCompressedContentAvailable;
        14: get_IUpdate_DeltaCompressedContentPreferred get_IUpdate_Description get_IUpdate_EulaAccepted;
        17: get_IUpdate_EulaText get_IUpdate_HandlerID get_IUpdate_Identity get_IUpdate_Image;
        21: get_IUpdate_InstallationBehavior get_IUpdate_IsBeta get_IUpdate_IsDownloaded get_IUpdate_IsHidden;
        26: get_IUpdate_IsInstalled get_IUpdate_IsMandatory get_IUpdate_IsUninstallable get_IUpdate_Languages;
        30: get_IUpdate_LastDeploymentChangeTime get_IUpdate_MaxDownloadSize get_IUpdate_MinDownloadSize;
        33: get_IUpdate_MoreInfoUrls get_IUpdate_MsrcSeverity get_IUpdate_RecommendedCpuSpeed;
        36: get_IUpdate_RecommendedHardDiskSpace get_IUpdate_RecommendedMemory get_IUpdate_ReleaseNotes;
        39: get_IUpdate_SecurityBulletinIDs get_IUpdate_SupersededUpdateIDs get_IUpdate_SupportUrl;
        42: get_IUpdate_Type get_IUpdate_UninstallationNotes get_IUpdate_UninstallationBehavior;
        45: get_IUpdate_UninstallationSteps get_IUpdate_KBArticleIDs;
        48: get_IUpdate_DeploymentAction;
        50: get_IUpdate_DownloadPriority get_IUpdate_DownloadContents get_IUpdate2_RebootRequired;
        53: get_IUpdate2_IsPresent get_IUpdate2_CveIDs;
        56: get_IUpdate3_BrowseOnly get_IUpdate4_PerUser get_IUpdate5_AutoSelection get_IUpdate5_AutoDownload;
    }
    "c2bfb780-4539-4132-ab8c-0a8772013ab6" "IUpdateHistoryEntry2" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IUpdateHistoryEntry_Operation;
        8: get_IUpdateHistoryEntry_ResultCode get_IUpdateHistoryEntry_HResult get_IUpdateHistoryEntry_Date;
        11: get_IUpdateHistoryEntry_UpdateIdentity get_IUpdateHistoryEntry_Title;
        13: get_IUpdateHistoryEntry_Description get_IUpdateHistoryEntry_UnmappedResultCode;
        15: get_IUpdateHistoryEntry_ClientApplicationID get_IUpdateHistoryEntry_ServerSelection;
        17: get_IUpdateHistoryEntry_ServiceID get_IUpdateHistoryEntry_UninstallationSteps;
        19: get_IUpdateHistoryEntry_UninstallationNotes get_IUpdateHistoryEntry_SupportUrl;
        21: get_IUpdateHistoryEntry2_Categories;
    }
    "c97ad11b-f257-420b-9d9f-377f733f6f68" "IUpdateDownloadContent2" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IUpdateDownloadContent_DownloadUrl;
        8: get_IUpdateDownloadContent2_IsDeltaCompressedContent;
    }
    "d40cff62-e08c-4498-941a-01e25f0fd33c" "ISearchResult" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_ISearchResult_ResultCode;
        8: get_ISearchResult_RootCategories get_ISearchResult_Updates get_ISearchResult_Warnings;
    }
    "d9a59339-e245-4dbd-9686-4d5763e39624" "IInstallationBehavior" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IInstallationBehavior_CanRequestUserInput;
        8: get_IInstallationBehavior_Impact get_IInstallationBehavior_RebootBehavior;
        10: get_IInstallationBehavior_RequiresNetworkConnectivity;
    }
    "dde02280-12b3-4e0b-937b-6747f6acb286" "IUpdateServiceRegistration" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IUpdateServiceRegistration_RegistrationState;
        8: get_IUpdateServiceRegistration_ServiceID;
        9: get_IUpdateServiceRegistration_IsPendingRegistrationWithAU get_IUpdateServiceRegistration_Service;
    }
    "e7a4d634-7942-4dd9-a111-82228ba33901" "IAutomaticUpdatesResults" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke;
        7: get_IAutomaticUpdatesResults_LastSearchSuccessDate;
        8: get_IAutomaticUpdatesResults_LastInstallationSuccessDate;
    }
    "ed8bfe40-a60b-42ea-9652-817dfcfa23ec" "IWindowsDriverUpdateEntry" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IWindowsDriverUpdateEntry_DriverClass;
        8: get_IWindowsDriverUpdateEntry_DriverHardwareID get_IWindowsDriverUpdateEntry_DriverManufacturer;
        10: get_IWindowsDriverUpdateEntry_DriverModel get_IWindowsDriverUpdateEntry_DriverProvider;
        12: get_IWindowsDriverUpdateEntry_DriverVerDate get_IWindowsDriverUpdateEntry_DeviceProblemNumber;
        14: get_IWindowsDriverUpdateEntry_DeviceStatus;
    }
    "eff90582-2ddc-480f-a06d-60f3fbc362c3" "IStringCollection" {
        3: GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke get_IStringCollection_Item;
        8: put_IStringCollection_Item get_IStringCollection__NewEnum get_IStringCollection_Count;
        11: get_IStringCollection_ReadOnly Add Clear Copy Insert RemoveAt;
    }
}
